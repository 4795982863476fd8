package dev.slipway.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Task sequences for the sample images, as ConfigMgr writes them. */
public final class SampleSequences {
    private SampleSequences() {}

    /** Partitions for the firmware at hand, applies index 1, sets the host name, restarts and reports from the deployed system. */
    public static String linux(String imageId) throws IOException {
        return template("linux.xml", imageId);
    }

    /** Partitions as Windows wants it for UEFI and applies index 2 to an NTFS volume; nothing can start what is no Windows. */
    public static String windowsShaped(String imageId) throws IOException {
        return template("windows-shaped.xml", imageId);
    }

    private static String template(String name, String imageId) throws IOException {
        try (InputStream input = SampleSequences.class.getResourceAsStream(name)) {
            if (input == null) {
                throw new IOException("the resource " + name + " is missing in this build");
            }
            return new String(input.readAllBytes(), StandardCharsets.UTF_8).replace("@IMAGE@", imageId);
        }
    }
}
