package dev.slipway.wim;

import dev.slipway.wim.Dentry.Stream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/**
 * A WIM or ESD file, opened for reading. Header, blob table and XML data are read and checked on opening; everything else
 * on demand. Safe for use by many threads. Whatever the file claims, memory and time stay bounded, and damage is
 * reported as a {@link WimException}.
 */
public final class WimFile implements Closeable {
    private static final int MAX_METADATA_BYTES = 1 << 30;

    private final ReadAt source;
    private final WimHeader header;
    private final WimXml xml;
    private final Map<Sha1, Blob> blobs;
    private final List<Blob> inFileOrder;
    private final List<Blob> metadata;
    private final List<Resource> resources;
    private final List<ImageInfo> images;
    private final Map<DecoderKind, ConcurrentLinkedDeque<ChunkDecoder>> idleDecoders = new ConcurrentHashMap<>();

    /** The solid chunk decompressed last: neighbouring blobs lie in it. */
    private volatile @Nullable SolidChunk solidChunk;

    private record DecoderKind(Compression compression, int chunkSize) {}

    private record SolidChunk(long resourceOffset, long chunk, byte[] data) {}

    private WimFile(ReadAt source, WimHeader header, WimXml xml) throws IOException {
        this.source = source;
        this.header = header;
        this.xml = xml;
        if (xml.isEncrypted()) {
            // Even the blob table may lie in an encrypted range.
            blobs = Map.of();
            metadata = List.of();
            resources = List.of();
        } else {
            BlobTable table = BlobTable.read(source, header);
            blobs = Map.copyOf(table.blobs());
            metadata = List.copyOf(table.metadata());
            resources = List.copyOf(table.resources());
        }
        inFileOrder = blobs.values().stream().sorted(fileOrder()).toList();
        images = xml.images(header.imageCount());
    }

    /**
     * Opens a WIM. The file takes over the source and closes it.
     *
     * @throws WimException if the source is not a WIM that can be read; the source is then left open
     */
    public static WimFile open(ReadAt source) throws IOException {
        WimHeader header = WimHeader.read(source);
        byte[] xml = ResourceBytes.read(source, header.xml(), "XML data", WimXml.MAX_BYTES);
        return new WimFile(source, header, WimXml.parse(xml));
    }

    /** Opens a WIM of the local file system. */
    public static WimFile open(Path file) throws IOException {
        ReadAt source = ReadAt.of(file);
        try {
            return open(source);
        } catch (IOException | RuntimeException e) {
            source.close();
            throw e;
        }
    }

    static Comparator<Blob> fileOrder() {
        return Comparator.comparingLong((Blob blob) -> blob.resource().offset())
                .thenComparingLong(Blob::offsetInResource);
    }

    public WimHeader header() {
        return header;
    }

    /** The XML data as text, without its byte order mark. */
    public String xml() {
        return xml.text();
    }

    byte[] xmlWithOnly(int index) {
        return xml.withOnly(List.of(index), OptionalLong.empty());
    }

    byte[] xmlWithOnly(List<Integer> indexes, long totalBytes) {
        return xml.withOnly(indexes, OptionalLong.of(totalBytes));
    }

    /** What the XML data says of each image, in their order. */
    public List<ImageInfo> images() {
        return images;
    }

    /** True for an encrypted ESD, of which only header and XML data can be read. */
    public boolean isEncrypted() {
        return xml.isEncrypted();
    }

    /** All blobs but the images' metadata, in the order of the file. */
    public List<Blob> blobs() {
        return inFileOrder;
    }

    public Optional<Blob> blob(Sha1 sha1) {
        return Optional.ofNullable(blobs.get(sha1));
    }

    /** All resources, the images' metadata included, in the order of the file. They do not overlap. */
    public List<Resource> resources() {
        return resources;
    }

    ReadAt source() {
        return source;
    }

    /** The metadata of an image, a blob of its own. */
    public Blob metadata(int index) throws IOException {
        checkReadable();
        if (index < 1 || index > header.imageCount()) {
            throw new WimException(
                    WimException.Code.NO_SUCH_IMAGE,
                    "There is no image " + index + "; the file has " + header.imageCount()
                            + " image(s), counted from 1.");
        }
        if (index > metadata.size()) {
            throw WimException.corrupt("The blob table names the metadata of only " + metadata.size() + " of "
                    + header.imageCount() + " images. Copy the file again from its origin.");
        }
        return metadata.get(index - 1);
    }

    /**
     * Reads the files of an image. This takes memory for all of its files; keep the result if it is used more than once.
     *
     * @param index from 1
     */
    public Image image(int index) throws IOException {
        return MetadataParser.parse(index, readMetadata(index));
    }

    private byte[] readMetadata(int index) throws IOException {
        Blob blob = metadata(index);
        if (blob.size() > Math.min(MAX_METADATA_BYTES, Runtime.getRuntime().maxMemory() / 4)) {
            throw new WimException(
                    WimException.Code.TOO_LARGE,
                    "The metadata of image " + index + " has " + blob.size()
                            + " bytes, too many for the memory of this program. Start it with more memory (-Xmx).");
        }
        try (InputStream in = open(blob)) {
            byte[] bytes = new byte[(int) blob.size()];
            int read = in.readNBytes(bytes, 0, bytes.length);
            if (read != bytes.length) {
                throw WimException.corrupt("The metadata of image " + index + " ends after " + read + " bytes.");
            }
            return bytes;
        }
    }

    /**
     * Opens a blob's uncompressed content. The read that reaches its end throws a {@link WimException} with code
     * HASH_MISMATCH if the content is not what the blob table names, so what was read is only to be trusted after the end.
     */
    public InputStream open(Blob blob) throws IOException {
        checkReadable();
        return new BlobInputStream(this, blob);
    }

    /** Opens the content of a stream, which may be empty. */
    public InputStream open(Stream stream) throws IOException {
        return stream.sha1().isZero() ? InputStream.nullInputStream() : open(require(stream.sha1()));
    }

    Blob require(Sha1 sha1) throws WimException {
        Blob blob = blobs.get(sha1);
        if (blob == null) {
            throw new WimException(
                    WimException.Code.MISSING_BLOB,
                    "An image uses blob " + sha1.hex()
                            + ", which the file does not hold. If it is one of several parts, join them first.");
        }
        return blob;
    }

    /**
     * The blobs that an image uses, each once, in the order of the file, so that they can be read without going back.
     *
     * @throws WimException with code MISSING_BLOB if the file lacks one
     */
    public List<Blob> blobsNeededBy(int index) throws IOException {
        return blobsNeededBy(image(index));
    }

    public List<Blob> blobsNeededBy(Image image) throws IOException {
        Map<Sha1, Blob> needed = new java.util.HashMap<>();
        image.walk((path, dentry) -> {
            for (Stream stream : dentry.streams()) {
                if (!stream.sha1().isZero() && !needed.containsKey(stream.sha1())) {
                    needed.put(stream.sha1(), require(stream.sha1()));
                }
            }
        });
        List<Blob> blobsOfImage = new ArrayList<>(needed.values());
        blobsOfImage.sort(fileOrder());
        return List.copyOf(blobsOfImage);
    }

    /**
     * Reads the whole file and checks it: the integrity table if there is one, every blob, and the metadata of every image.
     * Interrupt the thread to cancel.
     *
     * @throws WimException at the first damage
     * @throws InterruptedIOException if the thread was interrupted
     */
    public void verify(Progress progress) throws IOException {
        checkReadable();
        new Verification(this, progress).run();
    }

    /**
     * Extracts all files of an image into a folder, see {@link Extraction}.
     *
     * @param target is made; if it exists it must be empty
     */
    public Extraction.Result extract(Image image, Path target, Progress progress) throws IOException {
        checkReadable();
        return Extraction.ofImage(this, image, target, progress);
    }

    /**
     * Extracts one file or folder of an image, with all that is in it, see {@link Extraction}.
     *
     * @param path inside the image, such as {@code /Windows/System32}
     * @param target the name of the extracted file or folder, which must not exist; its parent must
     * @throws WimException with code NO_SUCH_PATH if the image has no such file
     */
    public Extraction.Result extract(Image image, String path, Path target, Progress progress) throws IOException {
        checkReadable();
        return Extraction.ofPath(this, image, path, target, progress);
    }

    void checkReadable() throws WimException {
        if (xml.isEncrypted()) {
            throw new WimException(
                    WimException.Code.ENCRYPTED,
                    "The file is an encrypted ESD, as Windows downloads it. Its content cannot be read without Microsoft's"
                            + " key. Use an unencrypted ESD or an install.wim.");
        }
    }

    static void checkInterrupted() throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("Reading the WIM was interrupted");
        }
    }

    ChunkReader chunks(Resource resource) throws IOException {
        return new ChunkReader(source, resource);
    }

    ChunkDecoder borrowDecoder(Resource resource) throws WimException {
        ConcurrentLinkedDeque<ChunkDecoder> idle = idleDecoders.get(kind(resource));
        ChunkDecoder decoder = idle == null ? null : idle.pollFirst();
        if (decoder != null && decoder.data().length >= Math.min(resource.chunkSize(), resource.uncompressedSize())) {
            return decoder;
        }
        return new ChunkDecoder(resource);
    }

    void giveBack(Resource resource, ChunkDecoder decoder) {
        if (decoder.data().length == resource.chunkSize()) {
            idleDecoders
                    .computeIfAbsent(kind(resource), kind -> new ConcurrentLinkedDeque<>())
                    .addFirst(decoder);
        }
    }

    private static DecoderKind kind(Resource resource) {
        return new DecoderKind(resource.compression(), resource.chunkSize());
    }

    /** A decompressed chunk of a solid resource, which the caller must not change. */
    byte[] solidChunk(Resource resource, ChunkReader reader, long chunk) throws IOException {
        SolidChunk last = solidChunk;
        if (last != null && last.resourceOffset == resource.offset() && last.chunk == chunk) {
            return last.data;
        }
        // Let go of the old chunk before making room for the new one.
        solidChunk = null;
        ChunkDecoder decoder = new ChunkDecoder(resource);
        reader.read(chunk, decoder);
        solidChunk = new SolidChunk(resource.offset(), chunk, decoder.data());
        return decoder.data();
    }

    @Override
    public void close() throws IOException {
        solidChunk = null;
        idleDecoders.clear();
        source.close();
    }
}
