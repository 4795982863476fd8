package dev.slipway.point;

import dev.slipway.content.ContentException;
import dev.slipway.content.ContentId;
import dev.slipway.content.ReceiveProgress;
import dev.slipway.content.Received;
import dev.slipway.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in prestaged files (DIST-11) that appear in the folder {@code import}: {@code NAME.slipway} comes by a rename, is read and deleted,
 * and {@code NAME.result} says what became of it.
 */
final class Imports {
    static final String FILE = ".slipway";
    static final String RESULT = ".result";

    private static final Logger LOG = LoggerFactory.getLogger(Imports.class);
    private static final long LOOK_AGAIN_MILLIS = 1000;

    private final PointFolder folder;
    private final Holding holding;
    private final Runnable whenImported;

    Imports(PointFolder folder, Holding holding, Runnable whenImported) {
        this.folder = folder;
        this.holding = holding;
        this.whenImported = whenImported;
    }

    /**
     * What became of a file.
     *
     * @param code of the error; empty for success
     * @param contents ids of what is in the store now
     */
    record Result(String file, String code, String message, List<String> contents) {
        boolean isSuccess() {
            return code.isEmpty();
        }
    }

    /** Looks into the folder until the thread is interrupted. */
    void watch() {
        try {
            while (true) {
                for (Path file : waiting()) {
                    takeInAndTell(file);
                }
                Thread.sleep(LOOK_AGAIN_MILLIS);
            }
        } catch (InterruptedException e) {
            LOG.debug("The import folder is watched no longer");
        }
    }

    private List<Path> waiting() {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> entries = Files.list(folder.imports())) {
            entries.filter(entry -> entry.getFileName().toString().endsWith(FILE))
                    .sorted()
                    .forEach(files::add);
        } catch (IOException e) {
            LOG.warn("The folder {} cannot be read", folder.imports(), e);
        }
        return files;
    }

    private void takeInAndTell(Path file) throws InterruptedException {
        Result result = takeIn(file);
        String name = file.getFileName().toString();
        Path told = file.resolveSibling(name.substring(0, name.length() - FILE.length()) + RESULT);
        try {
            PointFolder.write(told, Json.encode(result));
            Files.delete(file);
        } catch (IOException e) {
            LOG.error("{} was read, but the import folder cannot be written", file, e);
        }
        if (result.isSuccess()) {
            whenImported.run();
        }
    }

    /** Puts a prestaged file's blocks into the store, each of them hashed. */
    Result takeIn(Path file) throws InterruptedException {
        String name = file.getFileName().toString();
        holding.importBegins();
        try {
            List<ContentId> contents = read(file);
            for (ContentId content : contents) {
                holding.imported(content);
            }
            LOG.info("{} is imported: content {}", name, contents);
            return new Result(
                    name, "", "", contents.stream().map(ContentId::hex).toList());
        } catch (ContentException e) {
            LOG.warn("{} is not imported: {}", name, e.getMessage());
            return new Result(name, e.error().code(), String.valueOf(e.getMessage()), List.of());
        } catch (IOException e) {
            LOG.warn("{} is not imported", name, e);
            return new Result(name, "prestaged-file-unreadable", name + " cannot be read: " + e, List.of());
        } finally {
            holding.importEnds();
        }
    }

    private List<ContentId> read(Path file) throws IOException, InterruptedException {
        return holding.store().importFrom(file, ReceiveProgress.NONE).stream()
                .map(Received::content)
                .toList();
    }
}
