package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.site.SharedSite;
import dev.slipway.site.TestSite;
import dev.slipway.site.library.driver.SampleDrivers;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drivers on the command line, against a whole site. */
class DriverCommandsTest {
    @TempDir
    private Path folder = Path.of("");

    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    private int run(String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        Terminal terminal = new Terminal(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                new ByteArrayInputStream("a password for tests".getBytes(StandardCharsets.UTF_8)),
                Optional.empty(),
                Map.of(),
                folder.resolve("configuration"));
        return Main.execute(terminal, arguments);
    }

    private void done(String... arguments) {
        int code = run(arguments);
        assertThat(code).as(out + "\n" + err).isZero();
    }

    @Test
    @Tag("DRV-1")
    @Tag("DRV-3")
    @Tag("DRV-4")
    void driversAreImportedPackedExportedAndDeleted() throws Exception {
        TestSite site = SharedSite.get();
        done("login", "--site", "http://localhost:" + site.httpPort(), "--account", "tester");
        String seed = UUID.randomUUID().toString().substring(0, 8);
        SampleDrivers.storage(folder.resolve("drivers"), seed);
        SampleDrivers.network(folder.resolve("drivers"), seed);
        String storage = "Keel " + seed + " Controller";
        String source = folder.resolve("drivers").toString();

        done("driver", "import", source, "--preview");
        assertThat(out.toString()).contains("storage/keelstor.inf").contains(storage);
        done("driver", "import", source, "--preview", "--signed-only", "--storage-network-only");
        assertThat(out.toString()).contains("storage/keelstor.inf").doesNotContain("net/rope.inf");
        done("driver-package", "create", "Sloop " + seed, "--manufacturer", "Shipyard", "--model", "Sloop");
        done("driver", "import", source, "--category", "Laptops", "--package", "Sloop " + seed);
        done("driver", "list", "--search", seed);
        assertThat(out.toString()).contains(storage).contains("critical").contains("Laptops");
        done("driver", "show", storage);
        assertThat(out.toString())
                .contains("PCI\\VEN_1D1D&DEV_0100")
                .contains("Boot-critical:")
                .contains("Signed by:")
                .contains("Keel Yard (Harbour Root)")
                .contains("Source site:");
        done("driver", "disable", storage);
        done("driver", "category", storage, "--set", "Desktops");
        done("driver", "list", "--category", "Desktops", "--output", "json");
        assertThat(out.toString()).contains("\"enabled\" : false");
        done("driver-package", "remove", "Sloop " + seed, storage);
        done("driver-package", "add", "Sloop " + seed, storage);
        done("driver-package", "show", "Sloop " + seed);
        assertThat(out.toString())
                .contains(storage)
                .contains("Shipyard")
                .contains("Access accounts:")
                .contains("Security scopes:");
        done("driver-package", "remove", "Sloop " + seed, storage, "--no-update-points");
        assertThat(out.toString()).contains("Update its distribution points");
        done("driver-package", "add", "Sloop " + seed, storage);
        done("driver-package", "set", "Sloop " + seed, "--model", "Sloop 4");
        done("folder", "add", "driver", "Folder " + seed);
        done("driver", "move", storage, "Folder " + seed);
        done("driver", "list", "--folder", "Folder " + seed, "--sort", "-sizeBytes");
        assertThat(out.toString()).contains(storage).doesNotContain("Rope " + seed);
        done("driver", "list", "--search", seed, "--signed", "false");
        assertThat(out.toString()).contains("Rope " + seed).doesNotContain(storage);
        done("driver", "list", "--search", seed, "--boot-critical", "true", "--enabled", "false");
        assertThat(out.toString()).contains(storage).doesNotContain("Rope " + seed);
        done("driver", "show", storage);
        assertThat(out.toString()).contains("Folder " + seed).contains("driver package Sloop " + seed);
        done("driver-package", "show", "Sloop " + seed);
        assertThat(out.toString()).contains("Sloop 4").doesNotContain("Warning:");
        assertThat(run("driver", "delete", storage)).isEqualTo(1);
        assertThat(err.toString()).contains("(package-in-use)");

        Path zip = folder.resolve("sloop.zip");
        done("driver-package", "export", "Sloop " + seed, zip.toString());
        assertThat(Files.size(zip)).isGreaterThan(500);
        done("driver-package", "delete", "Sloop " + seed);
        done("driver", "delete", storage);
        done("driver-package", "import", zip.toString());
        done("driver-package", "list");
        assertThat(out.toString()).contains("Sloop " + seed);
    }
}
