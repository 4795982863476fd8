package dev.slipway.wim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Changes good inputs at random for a while, other ones in each run, so that time finds what nobody thought of. */
class MutationTest {
    private static final Duration PER_TARGET = Duration.ofMillis(Long.getLong("slipway.mutation.millis", 1500));
    /** Far more than any input needs: the machine may be busy with other things. */
    private static final Duration LONGEST = Duration.ofSeconds(20);

    @Test
    void damagedFilesAreRefusedInTime() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        Path tree = SampleWims.freshFolder();
        Files.writeString(tree.resolve("file"), SampleTree.text(3000));
        Files.writeString(tree.resolve("other"), SampleTree.text(90_000));
        for (String options :
                new String[] {"--compress=XPRESS", "--compress=LZX --check", "--compress=LZX --pipable", "--solid"}) {
            Path wim = Files.createTempFile(tree, "seed", ".wim");
            List<Object> arguments = new ArrayList<>(List.of("capture", tree, wim));
            arguments.addAll(List.of((Object[]) options.split(" ")));
            Wimlib.run(arguments.toArray());
            seeds.add(Files.readAllBytes(wim));
        }
        mutate(seeds, FuzzTargets::file);
    }

    @Test
    void damagedMetadataIsRefusedInTime() throws IOException {
        try (WimFile wim = WimFile.open(SampleWims.capture("--compress=LZX --chunk-size=32K"));
                InputStream in = wim.open(wim.metadata(1))) {
            mutate(List.of(in.readAllBytes()), FuzzTargets::metadata);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void damagedChunksAreRefusedInTime(Compression compression) throws IOException {
        String options = "--compress=" + compression + " --chunk-size=32K";
        List<byte[]> seeds = new ArrayList<>();
        try (WimFile wim = WimFile.open(SampleWims.capture(options))) {
            for (Blob blob : wim.blobs()) {
                // One chunk without a table: its size, as the target expects it, and its bytes.
                if (blob.resource().isCompressed() && blob.size() <= 32768) {
                    seeds.add(chunk(wim, blob));
                }
            }
        }
        assertThat(seeds).isNotEmpty();
        mutate(seeds, content -> FuzzTargets.chunk(compression, content));
    }

    private static byte[] chunk(WimFile wim, Blob blob) throws IOException {
        byte[] seed = new byte[2 + (int) blob.resource().sizeInWim()];
        seed[0] = (byte) ((blob.size() - 1) >>> 8);
        seed[1] = (byte) (blob.size() - 1);
        wim.source().readFully(blob.resource().offset(), java.nio.ByteBuffer.wrap(seed, 2, seed.length - 2));
        return seed;
    }

    private static void mutate(List<byte[]> seeds, Consumer<byte[]> target) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long end = System.nanoTime() + PER_TARGET.toNanos();
        int runs = 0;
        while (System.nanoTime() < end) {
            byte[] input = mutated(seeds.get(random.nextInt(seeds.size())), random);
            long started = System.nanoTime();
            try {
                target.accept(input);
            } catch (RuntimeException | Error e) {
                throw new AssertionError("Seed " + seed + ", run " + runs + ", input " + shortened(input), e);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - started))
                    .as("Seed " + seed + ", run " + runs)
                    .isLessThan(LONGEST);
            runs++;
        }
        assertThat(runs).isGreaterThan(20);
    }

    private static String shortened(byte[] input) {
        return input.length + " bytes: " + HexFormat.of().formatHex(input, 0, Math.min(input.length, 4096));
    }

    private static byte[] mutated(byte[] original, Random random) {
        byte[] bytes = original.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = place(bytes.length, random);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt();
                case 2 -> bytes[at] = (byte) (random.nextBoolean() ? 0xff : 0);
                case 3 -> java.util.Arrays.fill(bytes, at, Math.min(bytes.length, at + 8), (byte) random.nextInt());
                default -> {
                    int from = random.nextInt(bytes.length);
                    int length = Math.min(random.nextInt(64), bytes.length - Math.max(from, at));
                    System.arraycopy(original, from, bytes, at, length);
                }
            }
        }
        return random.nextInt(10) == 0 ? java.util.Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length)) : bytes;
    }

    /** Headers and tables lie at the beginning and the end, so these are hit more often. */
    private static int place(int length, Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> random.nextInt(Math.min(length, 256));
            case 1 -> length - 1 - random.nextInt(Math.min(length, 4096));
            default -> random.nextInt(length);
        };
    }
}
