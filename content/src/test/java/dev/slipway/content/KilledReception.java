package dev.slipway.content;

import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process of its own that receives a content from a folder, a little slowly, to be killed at any moment. */
final class KilledReception {
    private KilledReception() {}

    public static void main(String[] arguments) throws Exception {
        ContentSource disk = ContentSource.inFolder(Path.of(arguments[1]));
        ContentSource slow =
                Samples.over(disk, (pack, offset, length) -> new FilterInputStream(disk.open(pack, offset, length)) {
                    @Override
                    public int read(byte[] target, int from, int count) throws IOException {
                        try {
                            Thread.sleep(1);
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        return super.read(target, from, Math.min(count, 1 << 20));
                    }
                });
        try (ContentStore store = ContentStore.open(Path.of(arguments[0]))) {
            System.out.println("open");
            store.receive(
                    Manifest.decode(Files.readAllBytes(Path.of(arguments[2]))),
                    ContentSources.of(slow),
                    RetryPolicy.DEFAULT,
                    Pace.UNLIMITED,
                    ReceiveMode.valueOf(arguments[3]),
                    ReceiveProgress.NONE);
            System.out.println("received");
        }
    }
}
