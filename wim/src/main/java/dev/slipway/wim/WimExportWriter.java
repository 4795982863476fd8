package dev.slipway.wim;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Writes the file of an export: header, copied resources, blob table, XML data, integrity table. */
final class WimExportWriter {
    private static final int COPY_BYTES = 1 << 20;
    /** Room for header, XML data and a growing number of digits in it, beyond what is counted. */
    private static final long SPARE_BYTES = 1 << 20;

    private final WimExport export;
    private final WimFile source;
    private final boolean withIntegrityTable;
    private final Progress progress;
    private final byte[] buffer = new byte[COPY_BYTES];
    private final Map<Long, Resource> copied = new HashMap<>();
    private long doneBytes;

    WimExportWriter(WimExport export, boolean withIntegrityTable, Progress progress) {
        this.export = export;
        this.source = export.source();
        this.withIntegrityTable = withIntegrityTable;
        this.progress = progress;
    }

    void write(Path target) throws IOException {
        Path folder = target.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new NoSuchFileException(String.valueOf(folder), null, "The folder does not exist.");
        }
        checkSpace(folder);
        Path temporary = folder.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            try (RandomAccessFile file = new RandomAccessFile(temporary.toFile(), "rw")) {
                write(file);
                file.getFD().sync();
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private void checkSpace(Path folder) throws IOException {
        long entries = export.metadata().size()
                + export.blobs().size()
                + (long) export.resources().size();
        long needed = export.totalBytes() + entries * BlobTable.ENTRY_SIZE + SPARE_BYTES;
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < needed) {
            throw new WimException(
                    WimException.Code.NO_SPACE,
                    "The export needs " + needed + " bytes in " + folder + ", where " + free
                            + " are free. Make room there or choose another place.");
        }
    }

    private void write(RandomAccessFile file) throws IOException {
        progress.report(0, export.totalBytes());
        HashedOutput out = new HashedOutput(file, WimHeader.SIZE);
        for (Resource resource : export.resources()) {
            copied.put(resource.offset(), copy(resource, out));
        }
        List<Blob> metadata = placed(export.metadata());
        Resource table = writeTable(metadata, out);
        byte[] integrityTable = out.integrityTable();
        Resource xml = writePlain(source.xmlWithOnly(export.indexes(), out.position()), out);
        Resource integrity = withIntegrityTable ? writePlain(integrityTable, out) : Resource.ABSENT;
        out.flush();
        file.seek(0);
        file.write(header(table, xml, integrity, metadata).encode());
    }

    private WimHeader header(Resource table, Resource xml, Resource integrity, List<Blob> metadata) {
        WimHeader old = source.header();
        int boot = export.indexes().indexOf(old.bootIndex());
        int dropped = WimHeader.FLAG_WRITE_IN_PROGRESS | WimHeader.FLAG_READ_ONLY | WimHeader.FLAG_SPANNED;
        return new WimHeader(
                old.version(),
                old.flags() & ~dropped,
                old.compression(),
                old.chunkSize(),
                UUID.randomUUID().toString().replace("-", ""),
                1,
                1,
                metadata.size(),
                table,
                xml,
                boot < 0 ? Resource.ABSENT : metadata.get(boot).resource(),
                boot + 1,
                integrity,
                false);
    }

    private Resource writeTable(List<Blob> metadata, HashedOutput out) throws IOException {
        List<Blob> plain = new ArrayList<>(metadata);
        List<Blob> inSolid = new ArrayList<>();
        for (Blob blob : placed(export.blobs())) {
            (blob.resource().isSolid() ? inSolid : plain).add(blob);
        }
        List<Resource> solid = export.resources().stream()
                .filter(Resource::isSolid)
                .map(this::place)
                .toList();
        return writePlain(BlobTable.encode(plain, solid, inSolid), out);
    }

    private Resource place(Resource resource) {
        return Objects.requireNonNull(copied.get(resource.offset()));
    }

    private List<Blob> placed(List<Blob> blobs) {
        return blobs.stream()
                .map(blob -> new Blob(
                        blob.sha1(),
                        blob.size(),
                        place(blob.resource()),
                        blob.offsetInResource(),
                        blob.referenceCount()))
                .toList();
    }

    private static Resource writePlain(byte[] bytes, HashedOutput out) throws IOException {
        long offset = out.position();
        out.write(bytes);
        return new Resource(offset, bytes.length, bytes.length, Resource.METADATA, Compression.NONE, 0, false);
    }

    private Resource copy(Resource from, HashedOutput out) throws IOException {
        long offset = out.position();
        if (from.isCompressed() && from.pipable()) {
            copyChunks(from, out);
        } else {
            copyBytes(from, out);
        }
        int flags = from.flags() & (Resource.METADATA | Resource.COMPRESSED | Resource.SOLID);
        return new Resource(
                offset,
                out.position() - offset,
                from.uncompressedSize(),
                flags,
                from.compression(),
                from.chunkSize(),
                false);
    }

    private void copyBytes(Resource from, HashedOutput out) throws IOException {
        for (long at = from.offset(); at < from.end(); ) {
            int count = (int) Math.min(buffer.length, from.end() - at);
            ResourceBytes.fill(source.source(), at, buffer, count);
            out.write(buffer, 0, count);
            at += count;
            advance(count);
        }
    }

    /** From the pipable layout to the ordinary one: the table comes first, and no chunk is preceded by its size. */
    private void copyChunks(Resource from, HashedOutput out) throws IOException {
        ChunkReader chunks = source.chunks(from);
        out.write(chunks.table());
        long before = doneBytes;
        for (long chunk = 0; chunk < chunks.count(); chunk++) {
            chunks.copyStored(chunk, out);
            advance(chunks.storedSize(chunk));
        }
        advance(before + from.sizeInWim() - doneBytes);
    }

    private void advance(long bytes) throws IOException {
        WimFile.checkInterrupted();
        doneBytes += bytes;
        progress.report(doneBytes, export.totalBytes());
    }
}
