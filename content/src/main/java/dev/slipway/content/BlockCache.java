package dev.slipway.content;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The blocks used last, up to a number of bytes. */
final class BlockCache {
    private final long maximumBytes;
    private final Map<Integer, byte[]> blocks = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    BlockCache(long maximumBytes) {
        this.maximumBytes = maximumBytes;
    }

    interface Loader {
        byte[] load(int number) throws ContentException, InterruptedException;
    }

    /** Loads are one at a time, so that two readers of a block fetch it once. */
    synchronized byte[] get(int number, Loader loader) throws ContentException, InterruptedException {
        byte[] block = blocks.get(number);
        if (block == null) {
            block = loader.load(number);
            blocks.put(number, block);
            bytes += block.length;
            evict();
        }
        return block;
    }

    synchronized boolean holds(int number) {
        return blocks.containsKey(number);
    }

    private void evict() {
        Iterator<byte[]> oldest = blocks.values().iterator();
        while (bytes > maximumBytes && blocks.size() > 1 && oldest.hasNext()) {
            bytes -= oldest.next().length;
            oldest.remove();
        }
    }
}
