package dev.slipway.agent.restart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.agent.site.SiteAddress;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("ENG-10")
class StagingTest {
    private static final SiteAddress SITE =
            new SiteAddress(URI.create("https://10.0.0.1:8443"), URI.create("http://10.0.0.1:8080"), "ab".repeat(32));

    @TempDir
    Path folder;

    private Path root;
    private Staging staging;

    @BeforeEach
    void prepare() throws IOException {
        Path runtime = Files.createDirectories(folder.resolve("runtime/bin"));
        Path java = Files.writeString(runtime.resolve("java"), "program");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path jar = Files.writeString(folder.resolve("agent.jar"), "jar");
        staging = new Staging(folder.resolve("runtime"), List.of(jar));
        root = Files.createDirectories(folder.resolve("root"));
    }

    @Test
    void theInstalledSystemStartsTheAgentWithItsOwnRuntime() throws Exception {
        staging.stage(root, SITE);
        staging.stage(root, SITE);

        Path agent = root.resolve("_SMSTaskSequence/agent");
        assertThat(agent.resolve("runtime/bin/java")).isExecutable();
        assertThat(agent.resolve("lib/agent.jar")).hasContent("jar");
        assertThat(root.resolve("etc/systemd/system/multi-user.target.wants/slipway-agent.service"))
                .isSymbolicLink();
        assertThat(Files.readString(root.resolve("etc/systemd/system/slipway-agent.service")))
                .contains("ExecStart=/_SMSTaskSequence/agent/runtime/bin/java ")
                .contains("-cp /_SMSTaskSequence/agent/lib/agent.jar dev.slipway.agent.Main --full-os")
                .contains("After=network-online.target");
    }

    @Test
    void theStagedAgentKnowsItsSite() throws Exception {
        staging.stage(root, SITE);

        try (Reader reader = Files.newBufferedReader(root.resolve(Staging.PROPERTIES))) {
            assertThat(SiteAddress.ofProperties(reader)).isEqualTo(SITE);
        }
    }

    @Test
    void theCacheOfTheBootImageComesAlong() throws Exception {
        Files.writeString(folder.resolve("agent.aot"), "cache");

        staging.stage(root, SITE);

        assertThat(root.resolve("_SMSTaskSequence/agent/agent.aot")).hasContent("cache");
        assertThat(Files.readString(root.resolve("etc/systemd/system/slipway-agent.service")))
                .contains(" -XX:AOTCache=/_SMSTaskSequence/agent/agent.aot ");
    }

    @Test
    void nothingOfTheUnitStaysBehind() throws Exception {
        staging.stage(root, SITE);

        Staging.unstage(root);

        assertThat(root.resolve("etc/systemd/system/slipway-agent.service")).doesNotExist();
        assertThat(root.resolve("etc/systemd/system/multi-user.target.wants")).isEmptyDirectory();
    }

    @Test
    void whatAVolumeHoldsIsSeenByItsFiles() throws Exception {
        assertThat(Staging.target(root)).isEqualTo(Staging.Target.NONE);
        Files.createDirectories(root.resolve("usr/lib/systemd"));
        Files.createFile(root.resolve("usr/lib/systemd/systemd"));
        assertThat(Staging.target(root)).isEqualTo(Staging.Target.LINUX);
        Files.createDirectories(root.resolve("Windows/System32"));
        assertThat(Staging.target(root)).isEqualTo(Staging.Target.WINDOWS);
    }
}
