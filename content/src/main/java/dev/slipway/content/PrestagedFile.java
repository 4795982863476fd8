package dev.slipway.content;

import dev.slipway.wim.ReadAt;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A file that carries contents from one store to another without a network (DIST-11), as a place to receive them from. It is one pack to
 * those who read it; blocks that it leaves out, because the receiver has them, lie in a pack that it does not have.
 */
final class PrestagedFile implements ContentSource {
    private static final PackId LEFT_OUT = new PackId("0".repeat(2 * Sha256.BYTES));

    private final Path file;
    private final PrestagedHeader header;
    private final PackId pack;
    private final long blocksStart;
    private final Map<BlockId, Extent> extents = new HashMap<>();

    private PrestagedFile(Path file, PrestagedHeader header, PackId pack, long blocksStart) {
        this.file = file;
        this.header = header;
        this.pack = pack;
        this.blocksStart = blocksStart;
        long offset = 0;
        for (Block block : header.blocks()) {
            extents.put(block.id(), new Extent(pack, offset));
            offset += block.length();
        }
    }

    /**
     * Reads and checks the header.
     *
     * @throws ContentException DOCUMENT_INVALID; SOURCE_UNREADABLE
     */
    static PrestagedFile open(Path file) throws ContentException {
        try (ReadAt in = ReadAt.of(file)) {
            byte[] prefix = read(in, 0, PrestagedHeader.PREFIX_BYTES);
            int length = PrestagedHeader.length(prefix);
            if (length > in.size()) {
                throw new EOFException();
            }
            byte[] bytes = read(in, 0, length);
            String hash = Sha256.hex(bytes);
            PrestagedHeader header = PrestagedHeader.decode(bytes);
            long end = Math.addExact(length, header.blockBytes());
            if (in.size() != end + Sha256.BYTES) {
                throw new EOFException();
            }
            if (!BlockId.of(read(in, end, Sha256.BYTES)).hex().equals(hash)) {
                throw damaged(file, "its header has another hash than its end says");
            }
            return new PrestagedFile(file, header, new PackId(hash), length);
        } catch (ContentException e) {
            throw e.error() == ContentError.DOCUMENT_INVALID ? damaged(file, String.valueOf(e.getMessage())) : e;
        } catch (EOFException | ArithmeticException e) {
            throw damaged(file, "it is shorter or longer than its header says");
        } catch (IOException e) {
            throw new ContentException(
                    ContentError.SOURCE_UNREADABLE,
                    file + " cannot be read: " + e + ". Check the path and this account's rights, then try again.",
                    e);
        }
    }

    private static byte[] read(ReadAt in, long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        in.readFully(position, bytes);
        return bytes.array();
    }

    private static ContentException damaged(Path file, String why) {
        return new ContentException(
                ContentError.DOCUMENT_INVALID,
                file + " is no whole prestaged content file: " + why + ". Copy it again, or export it again.");
    }

    List<Manifest> contents() {
        return header.contents();
    }

    boolean has(Block block) {
        return extents.containsKey(block.id());
    }

    @Override
    public String name() {
        return String.valueOf(file.getFileName());
    }

    @Override
    public Extents extents(ContentId content) throws ContentException {
        for (Manifest manifest : header.contents()) {
            if (manifest.contentId().equals(content)) {
                List<Extent> all = new ArrayList<>(manifest.blockCount());
                for (ContentFile each : manifest.files()) {
                    each.blocks().forEach(block -> all.add(extents.getOrDefault(block.id(), new Extent(LEFT_OUT, 0))));
                }
                return new Extents(all);
            }
        }
        throw new ContentException(ContentError.CONTENT_UNKNOWN, file + " does not hold content " + content + ".");
    }

    @Override
    public InputStream open(PackId wanted, long offset, long length) throws IOException {
        if (!wanted.equals(pack)) {
            throw new ContentException(ContentError.PACK_UNKNOWN, file + " does not have this block.");
        }
        SeekableByteChannel channel = Files.newByteChannel(file);
        try {
            channel.position(blocksStart + offset);
            return Channels.newInputStream(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** @throws ContentException BASE_MISSING when blocks are left out that the receiver does not have */
    void requireBase(Manifest manifest, BlockIndex present) throws ContentException {
        Set<BlockId> missing = new HashSet<>();
        long bytes = 0;
        for (ContentFile each : manifest.files()) {
            for (Block block : each.blocks()) {
                if (!has(block) && present.find(block.id()).isEmpty() && missing.add(block.id())) {
                    bytes += block.length();
                }
            }
        }
        if (!missing.isEmpty()) {
            throw new ContentException(
                    ContentError.BASE_MISSING,
                    name() + " leaves out " + missing.size() + " blocks (" + bytes + " bytes) of content "
                            + manifest.contentId()
                            + " that this store does not have either. Import the content that it builds upon first,"
                            + " or export without leaving anything out.");
        }
    }
}
