package dev.slipway.content;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A place that holds contents: a web server, a neighbour, a disk. What it gives is not trusted; every block is hashed on arrival.
 *
 * <p>No method, and no read of a stream, may wait for ever: a source has a time limit of its own.
 */
public interface ContentSource {

    /** Tells an administrator which place is meant. */
    String name();

    /**
     * Says where in this place's packs the content lies now.
     *
     * @throws ContentException CONTENT_UNKNOWN when the place does not hold it
     */
    Extents extents(ContentId content) throws IOException;

    /**
     * Opens a run of a pack's bytes. A stream that ends early or throws is resumed where it stopped, here or at another source.
     *
     * @param offset bytes from the pack's start
     * @param length bytes, at least 1
     * @throws ContentException PACK_UNKNOWN when the place does not have the pack any more; its extents are then asked for anew
     */
    InputStream open(PackId pack, long offset, long length) throws IOException;

    /** @param root a folder laid out as a {@link ContentStore}'s: the store's own, or a mirror of it */
    static ContentSource inFolder(Path root) {
        return new ContentSource() {
            @Override
            public String name() {
                return root.toString();
            }

            @Override
            public Extents extents(ContentId content) throws IOException {
                try {
                    return Extents.decode(Files.readAllBytes(StoreFolder.extents(root, content)));
                } catch (NoSuchFileException e) {
                    throw new ContentException(
                            ContentError.CONTENT_UNKNOWN,
                            "Content " + content + " is not in the folder " + root + ".",
                            e);
                }
            }

            @Override
            public InputStream open(PackId pack, long offset, long length) throws IOException {
                SeekableByteChannel channel;
                try {
                    channel = Files.newByteChannel(StoreFolder.pack(root, pack, StoreFolder.PACK));
                } catch (NoSuchFileException e) {
                    throw new ContentException(
                            ContentError.PACK_UNKNOWN, "Pack " + pack + " is not in the folder " + root + ".", e);
                }
                try {
                    channel.position(offset);
                    return Channels.newInputStream(channel);
                } catch (IOException e) {
                    channel.close();
                    throw e;
                }
            }
        };
    }
}
