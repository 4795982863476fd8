package dev.slipway.content;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The files of contents that are on their way into the store. */
final class WantedContents {
    private static final String FOLDER = "wanted";
    private static final String RENEWED = ".renewed";

    private final StoreFolder folder;

    WantedContents(StoreFolder folder) {
        this.folder = folder;
    }

    /** Deletes what a killed process left half written. */
    void recover() throws IOException {
        for (Path file : StoreFolder.list(folder.root().resolve(FOLDER))) {
            String name = file.getFileName().toString();
            boolean whole = name.endsWith(StoreFolder.MANIFEST)
                    && Files.isRegularFile(file)
                    && Sha256.hex(Files.readAllBytes(file))
                            .equals(name.substring(0, name.length() - StoreFolder.MANIFEST.length()));
            boolean belongs = name.endsWith(RENEWED)
                    && Files.isRegularFile(file)
                    && Files.exists(file.resolveSibling(name.replace(RENEWED, StoreFolder.MANIFEST)));
            if (!whole && !belongs) {
                folder.delete(file);
            }
        }
    }

    Path manifest(ContentId content) {
        return folder.root().resolve(FOLDER).resolve(content.hex() + StoreFolder.MANIFEST);
    }

    private Path renewedList(ContentId content) {
        return folder.root().resolve(FOLDER).resolve(content.hex() + RENEWED);
    }

    List<ContentId> all() throws IOException {
        return folder.hashes(FOLDER, StoreFolder.MANIFEST).map(ContentId::new).toList();
    }

    /** Lets blocks arrive for a content. */
    void add(ContentId content, byte[] manifest) throws IOException {
        if (!Files.exists(manifest(content))) {
            folder.write(manifest(content), manifest);
        }
    }

    /** Makes a wanted content one that is there. */
    void publish(ContentId content) throws IOException {
        Files.deleteIfExists(renewedList(content));
        Files.move(manifest(content), folder.manifest(content), StandardCopyOption.ATOMIC_MOVE);
        DurableFiles.flush(folder.root().resolve("manifests"));
        DurableFiles.flush(folder.root().resolve(FOLDER));
    }

    void forget(ContentId content) throws IOException {
        Files.deleteIfExists(renewedList(content));
        Files.deleteIfExists(manifest(content));
    }

    /** @return the packs that hold what has been fetched anew for a wanted content */
    Set<PackId> renewed(ContentId content) throws IOException {
        Path list = renewedList(content);
        if (!Files.exists(list)) {
            return Set.of();
        }
        return Files.readAllLines(list, StandardCharsets.US_ASCII).stream()
                .filter(Sha256::isHex)
                .map(PackId::new)
                .collect(Collectors.toSet());
    }

    void writeRenewed(ContentId content, Set<PackId> packs) throws IOException {
        String lines = packs.stream().map(PackId::hex).collect(Collectors.joining("\n", "", "\n"));
        folder.write(renewedList(content), lines.getBytes(StandardCharsets.US_ASCII));
    }
}
