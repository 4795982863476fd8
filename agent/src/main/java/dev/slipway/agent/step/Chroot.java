package dev.slipway.agent.step;

import dev.slipway.agent.command.Command;
import dev.slipway.agent.command.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A Linux system on a mounted volume, with what its programs need to run there. Closing unmounts it all again. */
public final class Chroot implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "LC_ALL", "C",
            "DEBIAN_FRONTEND", "noninteractive");

    private final Path root;
    private final Commands commands;
    private final Consumer<String> log;
    private final Deque<Path> mounted = new ArrayDeque<>();

    private Chroot(Path root, Commands commands, Consumer<String> log) {
        this.root = root;
        this.commands = commands;
        this.log = log;
    }

    public static Chroot open(Path root, Commands commands, Consumer<String> log)
            throws IOException, InterruptedException {
        Chroot chroot = new Chroot(root, commands, log);
        try {
            chroot.mount("dev", "-o", "bind", "/dev");
            chroot.mount("proc", "-t", "proc", "proc");
            chroot.mount("sys", "-t", "sysfs", "sysfs");
            return chroot;
        } catch (IOException | InterruptedException e) {
            chroot.close();
            throw e;
        }
    }

    /** @param how options and source as {@code mount} takes them before the mount point */
    public void mount(String folder, String... how) throws IOException, InterruptedException {
        Path point = root.resolve(folder);
        Files.createDirectories(point);
        List<String> arguments = new ArrayList<>(List.of("mount"));
        arguments.addAll(List.of(how));
        arguments.add(point.toString());
        commands.require(Command.of(arguments.toArray(String[]::new)), log);
        mounted.push(point);
    }

    /** Runs a program of the system, which must succeed. */
    public void require(String... arguments) throws IOException, InterruptedException {
        commands.require(command(arguments), log);
    }

    /** Runs a program of the system with a text, perhaps secret, on its standard input. */
    public void requireWithInput(byte[] input, String... arguments) throws IOException, InterruptedException {
        commands.require(command(arguments).withInput(input), log);
    }

    private Command command(String... arguments) {
        List<String> all = new ArrayList<>(List.of("chroot", root.toString()));
        all.addAll(List.of(arguments));
        return Command.of(all.toArray(String[]::new)).within(LIMIT).withEnvironment(ENVIRONMENT);
    }

    /** Whether the system has a program. */
    public boolean has(String program) {
        return List.of("usr/sbin", "usr/bin", "sbin", "bin").stream()
                .anyMatch(folder -> Files.exists(root.resolve(folder).resolve(program)));
    }

    public Path root() {
        return root;
    }

    @Override
    public void close() throws InterruptedException {
        while (!mounted.isEmpty()) {
            Path point = mounted.pop();
            try {
                commands.require(Command.of("umount", point.toString()), log);
            } catch (IOException e) {
                log.accept("Cannot unmount " + point + ": " + e.getMessage());
            }
        }
    }
}
