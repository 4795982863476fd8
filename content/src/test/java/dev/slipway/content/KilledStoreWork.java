package dev.slipway.content;

import java.nio.file.Path;
import java.util.Random;

/** A process of its own that checks the store and works on it from several threads, to be killed at any moment. */
final class KilledStoreWork {
    private KilledStoreWork() {}

    public static void main(String[] arguments) throws Exception {
        long seed = Long.parseLong(arguments[1]);
        StoreWork work = StoreWork.open(Path.of(arguments[0]), seed, false);
        long life = Long.parseLong(arguments[2]);
        System.out.println("whole");
        for (int i = 0; i < 3; i++) {
            Random random = new Random(seed + 10 * life + i);
            Thread.ofPlatform().start(() -> {
                try {
                    while (true) {
                        work.step(random);
                    }
                } catch (Exception | AssertionError e) {
                    e.printStackTrace();
                    Runtime.getRuntime().halt(1);
                }
            });
        }
    }
}
