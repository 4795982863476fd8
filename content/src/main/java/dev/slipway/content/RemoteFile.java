package dev.slipway.content;

import dev.slipway.wim.ByteRange;
import dev.slipway.wim.ReadAt;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file of a content version somewhere else. Every byte that it returns belongs to a block whose hash has been checked. Memory:
 * the window of {@link #prefetch} and a small cache, whatever the file's size.
 */
public final class RemoteFile implements ReadAt {
    private static final long CACHE_BYTES = 4L * Block.MAXIMUM_LENGTH;

    private final ContentFile file;
    /** The manifest's number of the file's first block. */
    private final int firstNumber;

    private final long[] starts;
    private final Fetcher fetcher;
    private final long windowBytes;
    private final BlockCache cache = new BlockCache(CACHE_BYTES);
    private volatile @Nullable ReadAhead readAhead;

    RemoteFile(ContentFile file, int firstNumber, Fetcher fetcher, long windowBytes) {
        this.file = file;
        this.firstNumber = firstNumber;
        this.starts = ContentReader.starts(file.blocks());
        this.fetcher = fetcher;
        this.windowBytes = windowBytes;
    }

    @Override
    public long size() {
        return file.size();
    }

    /**
     * Fetches ahead what will be read next, in long runs, and holds it until it has been read once; this ends an earlier prefetch. Reads
     * that keep the order wait for what is on its way; others are fetched by themselves.
     *
     * @param ranges what will be read, in that order; overlaps are fetched once
     */
    public void prefetch(List<ByteRange> ranges) {
        // What has just been read, such as metadata to learn the ranges from, is not fetched twice.
        List<WantedBlock> wanted = blocks(ranges).stream()
                .filter(number -> !cache.holds(number))
                .map(this::wanted)
                .toList();
        ReadAhead next = new ReadAhead(fetcher, wanted, windowBytes);
        ReadAhead last = readAhead;
        if (last != null) {
            last.close();
        }
        readAhead = next;
        next.start();
    }

    /** @return the bytes that fetching these ranges takes at least: whole blocks, each once */
    public long blockBytes(List<ByteRange> ranges) {
        return blocks(ranges).stream()
                .mapToLong(number -> file.blocks().get(number).length())
                .sum();
    }

    private Set<Integer> blocks(List<ByteRange> ranges) {
        Set<Integer> numbers = new LinkedHashSet<>();
        for (ByteRange range : ranges) {
            if (range.end() > file.size()) {
                throw new IllegalArgumentException(range + " lies behind the end of " + file.path());
            }
            if (range.length() > 0) {
                for (int number = numberAt(range.offset());
                        number < file.blocks().size() && starts[number] < range.end();
                        number++) {
                    numbers.add(number);
                }
            }
        }
        return numbers;
    }

    private int numberAt(long position) {
        int found = Arrays.binarySearch(starts, position);
        return found < 0 ? -found - 2 : found;
    }

    private WantedBlock wanted(int number) {
        return new WantedBlock(firstNumber + number, file.blocks().get(number));
    }

    /** @throws ContentException TRANSFER_FAILED when no source gives what is to be read */
    @Override
    public void readFully(long position, ByteBuffer destination) throws IOException {
        if (position < 0 || position > file.size() - destination.remaining()) {
            throw new EOFException(file.path() + " has " + file.size() + " bytes; " + destination.remaining() + " from "
                    + position + " on were to be read");
        }
        long at = position;
        while (destination.hasRemaining()) {
            int number = numberAt(at);
            byte[] block = block(number);
            int from = (int) (at - starts[number]);
            int count = Math.min(destination.remaining(), block.length - from);
            destination.put(block, from, count);
            at += count;
        }
    }

    private byte[] block(int number) throws IOException {
        try {
            ReadAhead ahead = readAhead;
            byte[] planned =
                    ahead == null ? null : ahead.take(firstNumber + number).orElse(null);
            return planned != null ? planned : cache.get(number, this::fetch);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Reading " + file.path() + " was interrupted");
        }
    }

    private byte[] fetch(int number) throws ContentException, InterruptedException {
        return fetcher.fetch(wanted(number));
    }

    @Override
    public void close() {
        ReadAhead ahead = readAhead;
        if (ahead != null) {
            ahead.close();
        }
    }
}
