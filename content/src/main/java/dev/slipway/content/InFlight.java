package dev.slipway.content;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The blocks that are on their way into the store, so that two contents which share some fetch those once. */
final class InFlight {
    private final Set<BlockId> taken = new HashSet<>();

    /** @return those of the blocks that nobody else fetches; they are the caller's until it releases them */
    synchronized List<WantedBlock> take(Collection<WantedBlock> wanted) {
        List<WantedBlock> free = new ArrayList<>();
        for (WantedBlock block : wanted) {
            if (taken.add(block.block().id())) {
                free.add(block);
            }
        }
        return free;
    }

    synchronized void release(Collection<BlockId> blocks) {
        taken.removeAll(blocks);
        notifyAll();
    }

    /** Waits until one of the blocks has arrived, or who fetched it has given up. */
    synchronized void awaitOne(Collection<WantedBlock> wanted) throws InterruptedException {
        while (wanted.stream().allMatch(block -> taken.contains(block.block().id()))) {
            wait();
        }
    }
}
