package dev.slipway.content;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where packs come from: a web server, a neighbour, a disk. What it gives is not trusted; every block is hashed on arrival. */
@FunctionalInterface
public interface PackSource {
    /**
     * Opens a run of a pack's bytes.
     *
     * <p>Neither this nor a read may wait for ever: a source has a time limit of its own. A stream that ends early or
     * throws is resumed where it stopped, here or at another source.
     *
     * @param offset bytes from the pack's start
     * @param length bytes, at least 1
     */
    InputStream open(PackId pack, long offset, long length) throws IOException;

    /** @return the packs that lie in a folder as in {@link ContentStore}'s {@code packs} */
    static PackSource inFolder(Path folder) {
        return (pack, offset, length) -> {
            SeekableByteChannel channel = Files.newByteChannel(folder.resolve(pack.hex() + StoreFolder.PACK));
            try {
                channel.position(offset);
                return Channels.newInputStream(channel);
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        };
    }
}
