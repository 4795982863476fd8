package dev.slipway.wim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes a new WIM with some images of another, without compressing anything anew: every resource that the images need is
 * copied byte for byte, in the order of the source, and only header, blob table, XML data and integrity table are made. So a
 * content store that holds the source gains no more than these by the export. Two things to know:
 *
 * <ul>
 *   <li>A solid resource is kept whole even if only some of its blobs are needed, since taking one out would mean compressing
 *       the others again. The result of an ESD may thus be nearly as large as the ESD.
 *   <li>The result has the ordinary layout also when the source is pipable. Then the compressed chunks stay as they are, but
 *       the chunk tables move, so that resources are not the same bytes.
 * </ul>
 *
 * <p>The data is not decompressed and thus not compared with its hashes: damage in the source is copied. {@link WimFile#verify} tells.
 */
public final class WimExport {
    /** How an export is written. */
    public enum Option {
        /** Adds an integrity table with the SHA-1 of every 10 MiB. */
        INTEGRITY_TABLE,
        /** A file with the target's name is replaced, which may be the source itself. */
        REPLACE
    }

    private final WimFile source;
    private final List<Integer> indexes;
    private final List<Resource> resources;
    private final List<Blob> metadata = new ArrayList<>();
    private final List<Blob> blobs = new ArrayList<>();
    private final long totalBytes;

    private WimExport(WimFile source, List<Integer> indexes) throws IOException {
        this.source = source;
        this.indexes = List.copyOf(indexes);
        Map<Sha1, Integer> references = new HashMap<>();
        for (int index : indexes) {
            Blob blob = source.metadata(index);
            metadata.add(new Blob(blob.sha1(), blob.size(), blob.resource(), 0, 1));
            count(source.image(index), references);
        }
        for (Map.Entry<Sha1, Integer> entry : references.entrySet()) {
            Blob blob = source.require(entry.getKey());
            blobs.add(new Blob(blob.sha1(), blob.size(), blob.resource(), blob.offsetInResource(), entry.getValue()));
        }
        blobs.sort(WimFile.fileOrder());
        Set<Resource> needed = new HashSet<>();
        metadata.forEach(blob -> needed.add(blob.resource()));
        blobs.forEach(blob -> needed.add(blob.resource()));
        resources = needed.stream()
                .sorted(Comparator.comparingLong(Resource::offset))
                .toList();
        totalBytes = resources.stream().mapToLong(Resource::sizeInWim).sum();
    }

    /**
     * Reads the metadata of the images and finds out what must be copied.
     *
     * @param indexes of the images, from 1, each once, in their order in the result
     * @throws WimException with code NO_SUCH_IMAGE, or MISSING_BLOB if the source does not hold what an image uses
     * @throws IllegalArgumentException if no image is named, or one twice
     */
    public static WimExport of(WimFile source, List<Integer> indexes) throws IOException {
        if (indexes.isEmpty() || new HashSet<>(indexes).size() != indexes.size()) {
            throw new IllegalArgumentException("Name at least one image, and each only once, not " + indexes);
        }
        source.checkReadable();
        return new WimExport(source, indexes);
    }

    private static void count(Image image, Map<Sha1, Integer> references) throws IOException {
        image.walk((path, dentry) -> dentry.streams().stream()
                .map(Dentry.Stream::sha1)
                .filter(sha1 -> !sha1.isZero())
                .forEach(sha1 -> references.merge(sha1, 1, Integer::sum)));
    }

    /** Bytes of the source that are copied: what the progress counts. */
    public long totalBytes() {
        return totalBytes;
    }

    /**
     * Bytes of solid resources that are kept although no image of the result needs them, uncompressed; 0 for a source that is
     * not solid.
     */
    public long unusedSolidBytes() {
        long held = resources.stream()
                .filter(Resource::isSolid)
                .mapToLong(Resource::uncompressedSize)
                .sum();
        long used = blobs.stream()
                .filter(blob -> blob.resource().isSolid())
                .mapToLong(Blob::size)
                .sum();
        return held - used;
    }

    /**
     * Writes the new WIM. It appears under its name when it is complete and on the disk; before, a temporary file lies beside
     * it, which goes away when the work fails. Interrupt the thread to cancel.
     *
     * @throws WimException with code TARGET_EXISTS, or NO_SPACE before anything was written
     * @throws java.io.InterruptedIOException if the thread was interrupted
     */
    public void write(Path target, Progress progress, Option... options) throws IOException {
        Set<Option> chosen = Set.of(options);
        if (!chosen.contains(Option.REPLACE) && Files.exists(target)) {
            throw new WimException(
                    WimException.Code.TARGET_EXISTS,
                    target + " exists already. Choose another name, or remove the file first.");
        }
        new WimExportWriter(this, chosen.contains(Option.INTEGRITY_TABLE), progress).write(target);
    }

    WimFile source() {
        return source;
    }

    List<Integer> indexes() {
        return indexes;
    }

    /** What is copied, in the order of the source. */
    List<Resource> resources() {
        return resources;
    }

    /** The metadata of the chosen images, in their order in the result. */
    List<Blob> metadata() {
        return metadata;
    }

    /** What the images use, with the reference counts of the result, in the order of the source. */
    List<Blob> blobs() {
        return blobs;
    }
}
