package dev.slipway.wim;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes one image of a WIM as a pipable WIM, the layout in which wimlib can apply an image while it arrives: header, XML
 * data, metadata, then the blobs, each after a small head of its own. Compressed chunks are copied as they are; only
 * the chunk tables change their place. The source is read once, forwards but for the metadata, which must come first.
 *
 * <p>A program that applies from a pipe stops reading after the last blob it needs. The blob table, XML data and header
 * that follow are for later readers of the result as a file; a broken pipe while they are written is no failure if
 * that program reports success.
 */
public final class PipableWim {
    private final WimFile source;
    private final int index;
    private final Blob metadata;
    private final List<Blob> blobs;
    private final long total;

    private PipableWim(WimFile source, int index) throws IOException {
        this.source = source;
        this.index = index;
        this.metadata = source.metadata(index);
        this.blobs = neededBlobs(source, index);
        this.total = metadata.resource().sizeInWim()
                + blobs.stream().mapToLong(blob -> blob.resource().sizeInWim()).sum();
    }

    /**
     * Reads the metadata of an image and finds out what must be written.
     *
     * @param index of the image, from 1; it is image 1 of the result
     * @throws WimException with code SOLID if a blob lies in a solid resource: then the image cannot be streamed, and
     *     the whole file is needed to apply it
     */
    public static PipableWim of(WimFile source, int index) throws IOException {
        return new PipableWim(source, index);
    }

    /**
     * The ranges of the source that writing will read, in the order in which it reads them, so that a network source can
     * fetch them beforehand. The first one is the metadata, the others lie in the order of the file.
     */
    public List<ByteRange> ranges() {
        List<ByteRange> ranges = new ArrayList<>();
        ranges.add(metadata.resource().range());
        for (Blob blob : blobs) {
            ranges.add(blob.resource().range());
        }
        return List.copyOf(ranges);
    }

    /** Bytes of the source that writing reads: what its progress counts. */
    public long totalBytes() {
        return total;
    }

    /**
     * Writes the image; flushes after the last blob and at the end. Interrupt the thread to cancel.
     *
     * @param progress counts bytes of the source
     */
    public void write(OutputStream out, Progress progress) throws IOException {
        new PipableWimWriter(source, index, out, done -> progress.report(done, total)).write(metadata, blobs);
    }

    private static List<Blob> neededBlobs(WimFile source, int index) throws IOException {
        List<Blob> needed = source.blobsNeededBy(index);
        for (Blob blob : needed) {
            if (blob.resource().isSolid()) {
                throw new WimException(
                        WimException.Code.SOLID,
                        "Image " + index + " lies in a solid resource (as in most ESD files) and cannot be streamed."
                                + " Download the whole file to apply it, or export it without solid compression.");
            }
        }
        return needed;
    }
}
