package dev.slipway.windows;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Entry points for Jazzer: as tests they run on the inputs found before; JAZZER_FUZZ=1 searches for new ones. */
class InfFuzzTest {
    @FuzzTest
    void inf(byte[] content) {
        read(content);
    }

    @FuzzTest
    void catalog(byte[] content) {
        try {
            throw new AssertionError("signed by " + SignedCatalog.read(content).signer());
        } catch (CatalogException refused) {
            assertThat(refused).hasMessageMatching("(?s).+");
        }
    }

    static void read(byte[] content) {
        try {
            DriverInf inf = DriverInf.parse(content);
            if (inf.models().isEmpty()
                    || inf.files().stream().anyMatch(file -> file.path().startsWith("/"))) {
                throw new AssertionError("a driver without devices, or a path that leaves its folder");
            }
        } catch (InfException e) {
            if (String.valueOf(e.getMessage()).isEmpty()) {
                throw new AssertionError("a refusal without a reason", e);
            }
        }
    }
}
