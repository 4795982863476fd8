package dev.slipway.media;

import java.util.List;

/** How the initramfs is packed: small for the network, or quick to unpack under software emulation. */
public enum InitramfsCompression {
    ZSTD("zstd", List.of("zstd", "-19", "-T0", "-q", "-c")),
    /** The kernel reads only the legacy frame format of LZ4, hence {@code -l}. */
    LZ4("lz4", List.of("lz4", "-l", "-6", "-q", "-c"));

    private final String id;
    private final List<String> command;

    InitramfsCompression(String id, List<String> command) {
        this.id = id;
        this.command = command;
    }

    public String id() {
        return id;
    }

    /** Compresses standard input to standard output. */
    List<String> command() {
        return command;
    }
}
