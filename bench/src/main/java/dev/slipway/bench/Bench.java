package dev.slipway.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Measures Slipway beside its peers, in one run on one machine, so that the numbers can be compared. */
@Command(
        name = "slipway-bench",
        description = "Measures Slipway beside its peers.",
        mixinStandardHelpOptions = true,
        subcommands = {
            ApplyBench.class,
            DeltaBench.class,
            IngestBench.class,
            MemoryBench.class,
            PointBench.class,
            ShareBench.class,
            StreamedApply.class
        })
public final class Bench {
    private Bench() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }
}
