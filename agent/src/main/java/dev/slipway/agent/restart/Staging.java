package dev.slipway.agent.restart;

import dev.slipway.agent.site.SiteAddress;
import dev.slipway.agent.volume.StateVolume;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the agent with its Java runtime into a deployed Linux, with a systemd unit that goes on with the run at the next start, and
 * takes both away at the end.
 *
 * <p>Everything lies in {@code /_SMSTaskSequence/agent}; outside of it are only the unit and the link that enables it.
 */
public final class Staging {
    private static final String UNIT = "slipway-agent.service";
    private static final Path SYSTEMD = Path.of("etc/systemd/system");
    private static final Path WANTS = SYSTEMD.resolve("multi-user.target.wants");
    private static final String FOLDER = StateVolume.FOLDER + "/agent";
    /** The boot image's cache of loaded classes lies beside the runtime; a start without it takes three times as long. */
    private static final String CACHE = "agent.aot";

    public static final String PROPERTIES = FOLDER + "/agent.properties";

    private final Path runtime;
    private final List<Path> jars;

    /** @param runtime the Java runtime's home @param jars the agent and what it needs, as files or folders of classes */
    public Staging(Path runtime, List<Path> jars) {
        this.runtime = runtime;
        this.jars = List.copyOf(jars);
    }

    /** The runtime and the class path of the agent that runs now. */
    public static Staging ofRunning() {
        List<Path> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator)) {
            if (!entry.isEmpty()) {
                jars.add(Path.of(entry).toAbsolutePath());
            }
        }
        return new Staging(Path.of(System.getProperty("java.home", "")), jars);
    }

    /** What an applied volume holds. */
    public enum Target {
        LINUX,
        WINDOWS,
        NONE
    }

    public static Target target(Path root) {
        if (Files.isDirectory(root.resolve("Windows/System32"))) {
            return Target.WINDOWS;
        }
        boolean systemd = Files.exists(root.resolve("usr/lib/systemd/systemd"), LinkOption.NOFOLLOW_LINKS)
                || Files.exists(root.resolve("lib/systemd/systemd"), LinkOption.NOFOLLOW_LINKS);
        return systemd ? Target.LINUX : Target.NONE;
    }

    /** May be repeated. @param root of the deployed Linux */
    public void stage(Path root, SiteAddress site) throws IOException {
        Path folder = root.resolve(FOLDER);
        copyTree(runtime, folder.resolve("runtime"));
        Path lib = folder.resolve("lib");
        Files.createDirectories(lib);
        StringBuilder classPath = new StringBuilder();
        for (int i = 0; i < jars.size(); i++) {
            // Jars keep their names and times, or the cache would not hold for them. Folders of classes, where the
            // agent
            // runs out of a build, all have the same name.
            String own = jars.get(i).getFileName().toString();
            String name = own.endsWith(".jar") ? own : (i + 1) + "-" + own;
            copyTree(jars.get(i), lib.resolve(name));
            classPath
                    .append(i == 0 ? "" : ":")
                    .append("/")
                    .append(FOLDER)
                    .append("/lib/")
                    .append(name);
        }
        Path cache = runtime.resolveSibling(CACHE);
        if (Files.exists(cache)) {
            copyTree(cache, folder.resolve(CACHE));
        }
        Files.writeString(root.resolve(PROPERTIES), site.toProperties());
        Files.createDirectories(root.resolve(WANTS));
        Path unit = root.resolve(SYSTEMD).resolve(UNIT);
        Path beside = unit.resolveSibling(UNIT + ".new");
        Files.writeString(beside, unit(classPath.toString(), Files.exists(cache)));
        Files.move(beside, unit, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Path link = root.resolve(WANTS).resolve(UNIT);
        if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
            Files.createSymbolicLink(link, Path.of("../" + UNIT));
        }
    }

    /** Takes the unit away; {@link StateVolume#remove} takes the rest. Nothing happens where none is. */
    public static void unstage(Path root) throws IOException {
        Files.deleteIfExists(root.resolve(WANTS).resolve(UNIT));
        Files.deleteIfExists(root.resolve(SYSTEMD).resolve(UNIT));
    }

    private static String unit(String classPath, boolean cached) {
        String cache = cached ? "-XX:AOTCache=/" + FOLDER + "/" + CACHE + " " : "";
        return """
                [Unit]
                Description=Slipway task sequence
                Wants=network-online.target
                After=network-online.target
                ConditionPathExists=/%1$s

                [Service]
                Type=exec
                ExecStart=/%2$s/runtime/bin/java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 %4$s--enable-native-access=ALL-UNNAMED -cp %3$s dev.slipway.agent.Main --full-os
                Restart=on-failure
                RestartSec=10
                StandardOutput=journal+console
                StandardError=journal+console
                TimeoutStopSec=20

                [Install]
                WantedBy=multi-user.target
                """.formatted(PROPERTIES, FOLDER, classPath, cache);
    }

    private static void copyTree(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(target(folder));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(
                        file,
                        target(file),
                        LinkOption.NOFOLLOW_LINKS,
                        StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }

            private Path target(Path source) {
                return source.equals(from)
                        ? to
                        : to.resolve(from.relativize(source).toString());
            }
        });
    }
}
