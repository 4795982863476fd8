package dev.slipway.site.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.site.TestSite;
import dev.slipway.site.TestSite.Answer;
import dev.slipway.site.database.Database;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("IMG-8")
class MulticastTest {
    private static final String ALLOWED = "{\"allowed\":true}";
    private static final String ONLY = "{\"allowed\":true,\"only\":true}";
    private static TestSite site;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        site = TestSite.start(folder);
        site.addPackage("SLPFFFF0", "BOOT_IMAGE", "boot");
        site.addImage("SLPFFF01", "Image one");
        site.addSequence("SLPFFF02", "Install", "<sequence version=\"3.10\"/>", "SLPFFF01");
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @BeforeEach
    void forget() {
        site.bean(Database.class).change(handle -> {
            handle.execute("delete from deployment");
            handle.execute("delete from image_multicast");
        });
    }

    private static Answer set(String options) throws Exception {
        return site.api("PUT", "/images/SLPFFF01/multicast", options);
    }

    private static Answer deploy(String availableTo, String content) throws Exception {
        return site.api("POST", "/deployments", """
                {"sequenceId":"SLPFFF02","collectionId":"SMS00001","purpose":"AVAILABLE","availableTo":"%s","contentOption":"%s"}""".formatted(availableTo, content));
    }

    private static String refusal(Answer answer) throws Exception {
        return answer.status() + " " + answer.code();
    }

    @Test
    void optionsAreKeptAndShown() throws Exception {
        Answer answer = set("{\"allowed\":true,\"encrypted\":true}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(site.get("/images/SLPFFF01").json().get("multicast").toString())
                .isEqualTo("{\"allowed\":true,\"encrypted\":true,\"only\":false}");
        set("{}");
        assertThat(site.get("/images/SLPFFF01").json().get("multicast").toString())
                .isEqualTo("{\"allowed\":false,\"encrypted\":false,\"only\":false}");
    }

    @Test
    void encryptingAndOnlyNeedThatMulticastIsAllowed() throws Exception {
        assertThat(refusal(set("{\"encrypted\":true}"))).isEqualTo("422 multicast-not-allowed");
        assertThat(refusal(set("{\"only\":true}"))).isEqualTo("422 multicast-not-allowed");
    }

    @Test
    void imageThatMayTravelByMulticastIsDeployedAsAnyOther() throws Exception {
        set(ALLOWED);
        assertThat(deploy("MEDIA_PXE", "WHEN_NEEDED").status()).isEqualTo(201);
    }

    @Test
    void imageThatTravelsOnlyByMulticastObligesToDownloadWhenNeeded() throws Exception {
        set(ONLY);
        assertThat(refusal(deploy("CLIENTS", "BEFORE_START")))
                .isEqualTo("409 multicast-only-needs-download-when-needed");
    }

    @Test
    void imageThatIsDownloadedBeforeTheStartCannotBecomeMulticastOnly() throws Exception {
        assertThat(deploy("CLIENTS", "BEFORE_START").status()).isEqualTo(201);
        Answer refused = set(ONLY);
        assertThat(refusal(refused)).isEqualTo("409 multicast-only-needs-download-when-needed");
        assertThat(refused.body()).contains("Install");
        assertThat(set(ALLOWED).status()).isEqualTo(200);
    }

    @Test
    void nothingThatNeedsAMulticastOnlyImageBeginsWithoutAMulticastService() throws Exception {
        set(ONLY);
        assertThat(refusal(deploy("MEDIA_PXE", "WHEN_NEEDED"))).isEqualTo("409 multicast-service-missing");
        set("{}");
        assertThat(deploy("MEDIA_PXE", "WHEN_NEEDED").status()).isEqualTo(201);
        assertThat(refusal(set(ONLY))).isEqualTo("409 multicast-service-missing");
    }

    @Test
    @Tag("CON-1")
    void machinesFromTheNetworkCannotDownloadEverythingFirst() throws Exception {
        assertThat(refusal(deploy("MEDIA_PXE", "BEFORE_START"))).isEqualTo("409 download-first-needs-clients");
        assertThat(deploy("CLIENTS", "BEFORE_START").json().get("contentOption").asString())
                .isEqualTo("BEFORE_START");
    }
}
