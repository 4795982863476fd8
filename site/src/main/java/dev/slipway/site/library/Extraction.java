package dev.slipway.site.library;

import dev.slipway.protocol.Json;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks for when one image shall be taken out of a WIM; also what the work gets.
 *
 * @param packageId image or upgrade package
 * @param index from 1
 * @param path where the new WIM goes; null: beside the source (images only)
 * @param name of the new image; null: proposed from the WIM (images only)
 * @param overwriteSource whether the source's own install.wim is replaced too (upgrade packages only, UPG-2)
 */
record Extraction(
        String packageId,
        int index,
        @Nullable String path,
        @Nullable String name,
        boolean overwriteSource) {

    String encode() {
        return new String(Json.encode(this), StandardCharsets.UTF_8);
    }

    static Extraction decode(String input) {
        return Json.decode(input.getBytes(StandardCharsets.UTF_8), Extraction.class);
    }
}
