package dev.slipway.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The computer that measures, named beside every number. */
final class Machine {
    private Machine() {}

    static String describe() throws IOException {
        String cpu = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown processor");
        long memory = Files.readAllLines(Path.of("/proc/meminfo")).stream()
                .filter(line -> line.startsWith("MemTotal"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElse(0);
        return String.format(
                Locale.ROOT,
                "%s, %d cores, %d GiB, Linux %s, Java %s",
                cpu,
                Runtime.getRuntime().availableProcessors(),
                Math.round(memory / 1024.0 / 1024.0),
                System.getProperty("os.version"),
                System.getProperty("java.version"));
    }

    /** @return how many threads wanted a processor in the last minute */
    static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }
}
