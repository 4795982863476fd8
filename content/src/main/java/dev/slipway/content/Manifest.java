package dev.slipway.content;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A content version: files and the blocks they consist of, ordered by the UTF-8 bytes of their paths, each path once.
 *
 * <p>Binary form, big-endian: {@code "SLIPMAN1"}, u32 files; per file u16 length and UTF-8 of the path, i64 size, i64 modified
 * (epoch milliseconds), u32 blocks; per block 32 bytes SHA-256, u32 length. The same files always give the same bytes.
 */
public record Manifest(List<ContentFile> files) {
    private static final long MAGIC = BinaryReader.magic("SLIPMAN1");
    private static final Comparator<String> BY_BYTES =
            Comparator.comparing(path -> path.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);
    private static final int BYTES_PER_FILE = 2 + 1 + 8 + 8 + 4;
    private static final int BYTES_PER_BLOCK = Sha256.BYTES + 4;

    public Manifest {
        files = files.stream()
                .sorted(Comparator.comparing(ContentFile::path, BY_BYTES))
                .toList();
        for (int i = 1; i < files.size(); i++) {
            if (files.get(i).path().equals(files.get(i - 1).path())) {
                throw new IllegalArgumentException(
                        "Two files have the path " + files.get(i).path());
            }
        }
    }

    public Optional<ContentFile> file(String path) {
        return files.stream().filter(file -> file.path().equals(path)).findFirst();
    }

    /** @return the sum of the files' sizes in bytes */
    public long size() {
        return files.stream().mapToLong(ContentFile::size).sum();
    }

    /** @return the number of blocks of all files, in the order in which {@link Extents} counts them */
    public int blockCount() {
        return files.stream().mapToInt(file -> file.blocks().size()).sum();
    }

    public ContentId contentId() {
        return new ContentId(Sha256.hex(encode()));
    }

    /** @return the canonical form, whose SHA-256 is the content id */
    public byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 + blockCount() * BYTES_PER_BLOCK);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(MAGIC);
            out.writeInt(files.size());
            ByteBuffer hash = ByteBuffer.allocate(Sha256.BYTES);
            for (ContentFile file : files) {
                byte[] path = file.path().getBytes(StandardCharsets.UTF_8);
                out.writeShort(path.length);
                out.write(path);
                out.writeLong(file.size());
                out.writeLong(file.modified().toEpochMilli());
                out.writeInt(file.blocks().size());
                for (Block block : file.blocks()) {
                    out.write(block.id().put(hash.clear()).array());
                    out.writeInt(block.length());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** @throws ContentException DOCUMENT_INVALID when the bytes are not the canonical form of a manifest */
    public static Manifest decode(byte[] bytes) throws ContentException {
        return BinaryReader.decode(bytes, "A manifest", MAGIC, Manifest::read);
    }

    private static Manifest read(BinaryReader in) {
        int count = in.count(BYTES_PER_FILE);
        List<ContentFile> files = new ArrayList<>(count);
        String previous = "";
        for (int i = 0; i < count; i++) {
            ContentFile file = readFile(in);
            in.check(BY_BYTES.compare(previous, file.path()) < 0, "its paths are not in order: " + file.path());
            previous = file.path();
            files.add(file);
        }
        return new Manifest(files);
    }

    private static ContentFile readFile(BinaryReader in) {
        String path = in.text();
        long size = in.longInteger();
        long modified = in.longInteger();
        int count = in.count(BYTES_PER_BLOCK);
        List<Block> blocks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            blocks.add(new Block(in.hash(), in.integer()));
        }
        return new ContentFile(path, size, Instant.ofEpochMilli(modified), blocks);
    }
}
