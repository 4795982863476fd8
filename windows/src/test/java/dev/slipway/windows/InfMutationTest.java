package dev.slipway.windows;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Changes good inputs at random for a while, other ones in each run. */
class InfMutationTest {
    private static final long MILLIS = Long.getLong("slipway.mutation.millis", 1500);
    private static final long LONGEST_MILLIS = 10_000;

    @Test
    void damagedInfFilesAreReadOrRefusedInTime() {
        List<byte[]> seeds = List.of(
                SampleInfs.STORAGE.getBytes(StandardCharsets.UTF_8),
                ("\ufeff" + SampleInfs.NETWORK).getBytes(StandardCharsets.UTF_16LE),
                SampleInfs.EXTENSION.getBytes(StandardCharsets.ISO_8859_1),
                SampleInfs.OLD_SYSTEM.getBytes(StandardCharsets.UTF_16BE));
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long end = System.nanoTime() + MILLIS * 1_000_000;
        int runs = 0;
        while (System.nanoTime() < end) {
            byte[] input = mutated(seeds.get(random.nextInt(seeds.size())), random);
            long started = System.nanoTime();
            try {
                InfFuzzTest.read(input);
            } catch (RuntimeException | Error e) {
                throw new AssertionError("Seed " + seed + ", run " + runs, e);
            }
            assertThat((System.nanoTime() - started) / 1_000_000)
                    .as("Seed " + seed + ", run " + runs)
                    .isLessThan(LONGEST_MILLIS);
            runs++;
        }
        assertThat(runs).isGreaterThan(20);
    }

    private static byte[] mutated(byte[] original, Random random) {
        byte[] bytes = original.clone();
        for (int i = 1 + random.nextInt(6); i > 0; i--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) "[]=,\"%;\\\n".charAt(random.nextInt(9));
                case 2 -> bytes[at] = (byte) random.nextInt();
                default -> {
                    int from = random.nextInt(bytes.length);
                    System.arraycopy(
                            original,
                            from,
                            bytes,
                            at,
                            Math.min(random.nextInt(200), bytes.length - Math.max(from, at)));
                }
            }
        }
        return bytes;
    }
}
