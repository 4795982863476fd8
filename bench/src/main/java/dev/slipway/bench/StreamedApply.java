package dev.slipway.bench;

import dev.slipway.agent.wim.ExtractProgress;
import dev.slipway.agent.wim.LibWim;
import dev.slipway.agent.wim.PipedExtraction;
import dev.slipway.content.ContentSources;
import dev.slipway.content.Manifest;
import dev.slipway.content.RemoteContent;
import dev.slipway.content.RemoteFile;
import dev.slipway.content.RetryPolicy;
import dev.slipway.content.WebFolder;
import dev.slipway.wim.ByteRange;
import dev.slipway.wim.PipableWim;
import dev.slipway.wim.WimFile;
import java.io.BufferedOutputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * The machine's side of {@link ApplyBench}: applies an image while it arrives, the way the agent does, in a process that has done nothing
 * before. Prints seconds, bytes fetched and bytes needed.
 */
@Command(name = "streamed-apply", hidden = true)
final class StreamedApply implements Callable<Integer> {
    private static final int BUFFER_BYTES = 256 << 10;

    @Parameters(index = "0")
    String storeUrl = "";

    @Parameters(index = "1")
    Path manifest = Path.of("");

    @Parameters(index = "2")
    int index;

    @Parameters(index = "3")
    Path target = Path.of("");

    /** What a run of this program prints. */
    record Result(double seconds, long fetchedBytes, long neededBytes) {
        static Result parse(String line) {
            String[] parts = line.strip().split(" ");
            return new Result(Double.parseDouble(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.3f %d %d", seconds, fetchedBytes, neededBytes);
        }
    }

    @Override
    public Integer call() throws Exception {
        long start = System.nanoTime();
        RemoteContent content = new RemoteContent(
                Manifest.decode(Files.readAllBytes(manifest)),
                ContentSources.of(new WebFolder(
                        "nginx",
                        storeUrl,
                        HttpClient.newBuilder()
                                .version(HttpClient.Version.HTTP_1_1)
                                .build(),
                        WebFolder.Ticket.NONE)),
                RetryPolicy.DEFAULT);
        RemoteFile file = content.file(content.manifest().files().getFirst().path());
        long needed;
        try (WimFile wim = WimFile.open(file)) {
            PipableWim image = PipableWim.of(wim, index);
            List<ByteRange> ranges = image.ranges();
            needed = ranges.stream().mapToLong(ByteRange::length).sum();
            file.prefetch(ranges);
            PipedExtraction.extract(
                    LibWim.load(),
                    out -> image.write(new BufferedOutputStream(out, BUFFER_BYTES), (done, total) -> {}),
                    target,
                    Set.of(),
                    ExtractProgress.NONE);
        }
        System.out.println(new Result((System.nanoTime() - start) / 1e9, content.fetchedBytes(), needed));
        return 0;
    }
}
