package dev.slipway.agent.run;

import dev.slipway.sequence.Condition;
import dev.slipway.sequence.ConditionFacts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Answers conditions on files and folders of a Linux system; every other question stays open. */
final class FileConditions implements ConditionFacts {
    @Override
    public Optional<Boolean> holds(Condition condition) {
        if (condition instanceof Condition.File file
                && file.version().isEmpty()
                && file.time().isEmpty()) {
            return exists(file.path()).map(Files::isRegularFile);
        }
        if (condition instanceof Condition.Folder folder && folder.time().isEmpty()) {
            return exists(folder.path()).map(Files::isDirectory);
        }
        return Optional.empty();
    }

    private static Optional<Path> exists(String path) {
        return path.startsWith("/") ? Optional.of(Path.of(path)) : Optional.empty();
    }
}
