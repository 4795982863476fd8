package dev.slipway.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The agent as it was built: its jar and those of its libraries.
 *
 * @param version empty when the agent's jar does not name it
 * @param build the first 12 hex digits of a SHA-256 over all jars: two agents of the same version may differ
 */
public record AgentFiles(List<Path> jars, String version, String build) {
    private static final Pattern AGENT_JAR = Pattern.compile("slipway-agent-(.+)\\.jar");

    public AgentFiles {
        jars = List.copyOf(jars);
    }

    /**
     * Reads a folder that holds the jars directly or in {@code lib}.
     *
     * @throws BootImageException {@code agent-missing} when there is no jar
     */
    public static AgentFiles of(Path folder) throws BootImageException {
        try {
            List<Path> jars = jars(folder);
            return new AgentFiles(jars, version(jars), build(jars));
        } catch (IOException e) {
            throw new BootImageException(
                    "agent-unreadable", "The agent in " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static List<Path> jars(Path folder) throws BootImageException, IOException {
        Path libraries = folder.resolve("lib");
        try (Stream<Path> own = Files.isDirectory(folder) ? Files.list(folder) : Stream.of();
                Stream<Path> others = Files.isDirectory(libraries) ? Files.list(libraries) : Stream.of()) {
            List<Path> jars = Stream.concat(own, others)
                    .filter(path -> path.toString().endsWith(".jar"))
                    .filter(path -> !path.toString().matches(".*-(sources|javadoc|tests)\\.jar"))
                    .sorted()
                    .toList();
            if (jars.isEmpty()) {
                throw new BootImageException(
                        "agent-missing",
                        folder + " holds no jar of the agent. Build it first: ./slipway does so, or `mvn package`.");
            }
            return jars;
        }
    }

    private static String version(List<Path> jars) {
        return jars.stream()
                .map(jar -> AGENT_JAR.matcher(jar.getFileName().toString()))
                .filter(Matcher::matches)
                .map(jar -> jar.group(1))
                .findFirst()
                .orElse("");
    }

    private static String build(List<Path> jars) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
        for (Path jar : jars) {
            digest.update((jar.getFileName() + "\n").getBytes(StandardCharsets.UTF_8));
            try (InputStream in = new DigestInputStream(Files.newInputStream(jar), digest)) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
            }
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 6);
    }
}
