package dev.slipway.windows;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** Entry points for Jazzer: as tests they run on the inputs found before; JAZZER_FUZZ=1 searches for new ones. */
class UpdateManifestFuzzTest {
    @FuzzTest
    void manifest(byte[] content) {
        read(content);
    }

    @FuzzTest
    void identity(byte[] content) {
        UpdateIdentity.ofFileName(new String(content, StandardCharsets.UTF_8)).ifPresent(identity -> {
            identity.isUpdate();
            identity.kb();
        });
    }

    static void read(byte[] content) {
        try {
            UpdateManifest manifest = UpdateManifest.parse(content);
            manifest.title();
            manifest.kb();
        } catch (UpdateManifestException e) {
            if (String.valueOf(e.getMessage()).isEmpty()) {
                throw new AssertionError("a refusal without a reason", e);
            }
        }
    }
}
