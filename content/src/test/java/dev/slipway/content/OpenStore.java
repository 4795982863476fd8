package dev.slipway.content;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A fresh store for each test. */
abstract class OpenStore {
    @TempDir
    Path folder;

    Path root;
    ContentStore store;

    @BeforeEach
    void openStore() throws Exception {
        root = folder.resolve("store");
        store = ContentStore.open(root);
    }

    @AfterEach
    void closeStore() throws Exception {
        store.close();
    }

    void reopen() throws Exception {
        store.close();
        store = ContentStore.open(root);
    }
}
