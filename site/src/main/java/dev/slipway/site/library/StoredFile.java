package dev.slipway.site.library;

import dev.slipway.content.ContentFile;
import dev.slipway.content.ContentId;
import dev.slipway.content.ContentStore;
import dev.slipway.content.FileSource;
import dev.slipway.wim.ReadAt;
import java.io.IOException;

/** A file of a content of the store, as a part of the next one. */
record StoredFile(ContentStore store, ContentId content, ContentFile file) implements FileSource {
    @Override
    public String name() {
        return file.path() + " of content " + content;
    }

    @Override
    public Stamp stamp() {
        return new Stamp(file.size(), file.modified(), content.hex());
    }

    @Override
    public ReadAt open() throws IOException {
        return store.open(content, file.path());
    }
}
