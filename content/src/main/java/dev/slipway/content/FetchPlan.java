package dev.slipway.content;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Blocks in the order in which one source is to give them, in runs that are one request each.
 *
 * <p>A run follows one pack upwards. Small holes between wanted blocks are fetched as well and thrown away, smallest first, since a
 * request costs more than they do; all of them together stay below one hundredth of what is wanted.
 */
record FetchPlan(List<List<PlacedBlock>> runs) {
    private static final int LARGEST_HOLE_BYTES = 64 << 10;
    private static final int WASTE_DIVISOR = 100;

    /** A run is at most so long that a lost connection is not missed for hours. */
    private static final long LONGEST_RUN_BYTES = 256L << 20;

    private record Hole(int before, long bytes) {}

    /** In which order blocks are fetched. */
    enum Order {
        /** As they are wanted, because a reader waits for them in that order. */
        AS_WANTED,
        /** As the source's packs have them, which makes the longest runs. */
        AS_STORED
    }

    /** @param extents those of the source, one for each block of the manifest */
    static FetchPlan of(Collection<WantedBlock> wanted, Extents extents, Order order) {
        Stream<PlacedBlock> placed = wanted.stream()
                .map(block -> new PlacedBlock(
                        block.number(), block.block(), extents.extents().get(block.number())));
        return of(
                switch (order) {
                    case AS_WANTED -> placed.toList();
                    case AS_STORED ->
                        placed.sorted(Comparator.comparing((PlacedBlock block) ->
                                                block.extent().pack().hex())
                                        .thenComparingLong(
                                                block -> block.extent().offset()))
                                .toList();
                });
    }

    private static FetchPlan of(List<PlacedBlock> wanted) {
        Set<Integer> bridged = bridged(wanted);
        List<List<PlacedBlock>> runs = new ArrayList<>();
        List<PlacedBlock> run = new ArrayList<>();
        long runBytes = 0;
        for (int i = 0; i < wanted.size(); i++) {
            PlacedBlock block = wanted.get(i);
            if (!run.isEmpty() && (!bridged.contains(i) || runBytes > LONGEST_RUN_BYTES)) {
                runs.add(List.copyOf(run));
                run.clear();
                runBytes = 0;
            }
            run.add(block);
            runBytes += block.block().length();
        }
        if (!run.isEmpty()) {
            runs.add(List.copyOf(run));
        }
        return new FetchPlan(List.copyOf(runs));
    }

    /** @return the places in the list at which a run goes on rather than begins */
    private static Set<Integer> bridged(List<PlacedBlock> wanted) {
        long budget = wanted.stream().mapToLong(block -> block.block().length()).sum() / WASTE_DIVISOR;
        List<Hole> holes = new ArrayList<>();
        for (int i = 1; i < wanted.size(); i++) {
            PlacedBlock last = wanted.get(i - 1);
            PlacedBlock next = wanted.get(i);
            long hole = next.extent().offset() - last.endInPack();
            if (last.extent().pack().equals(next.extent().pack()) && hole >= 0 && hole <= LARGEST_HOLE_BYTES) {
                holes.add(new Hole(i, hole));
            }
        }
        holes.sort(Comparator.comparingLong(Hole::bytes));
        Set<Integer> bridged = new HashSet<>();
        for (Hole hole : holes) {
            budget -= hole.bytes();
            if (budget < 0) {
                break;
            }
            bridged.add(hole.before());
        }
        return bridged;
    }
}
