package dev.slipway.agent.step.image;

import dev.slipway.agent.volume.StateVolume;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Empties a mounted volume but for the run's state and the user state that an earlier step put there (STEP-1). */
final class VolumeWipe {
    private VolumeWipe() {}

    /** @param userStatePath the value of {@code _SMSTSUserStatePath}, such as {@code C:\UserState}; may be empty */
    static void wipe(Path root, String userStatePath) throws IOException, InterruptedException {
        Set<String> kept = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        kept.add(StateVolume.FOLDER);
        kept.add("lost+found");
        firstFolder(userStatePath, kept);
        List<Path> entries;
        try (Stream<Path> found = Files.list(root)) {
            entries = found.toList();
        }
        for (Path entry : entries) {
            if (!kept.contains(entry.getFileName().toString())) {
                delete(entry);
            }
        }
    }

    private static void firstFolder(String path, Set<String> into) {
        String relative = path.replace('\\', '/').replaceFirst("^[A-Za-z]:", "");
        for (String part : relative.split("/")) {
            if (!part.isBlank() && !part.toLowerCase(Locale.ROOT).equals("..")) {
                into.add(part);
                return;
            }
        }
    }

    private static void delete(Path entry) throws IOException, InterruptedException {
        Files.walkFileTree(entry, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return Thread.currentThread().isInterrupted() ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException problem) throws IOException {
                if (problem != null) {
                    throw problem;
                }
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
        if (Thread.interrupted()) {
            throw new InterruptedException("Interrupted while emptying the volume");
        }
    }
}
