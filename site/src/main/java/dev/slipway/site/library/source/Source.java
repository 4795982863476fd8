package dev.slipway.site.library.source;

import dev.slipway.content.FileSource;
import java.io.IOException;
import java.util.List;

/** An opened source; the caller closes it. */
public sealed interface Source extends AutoCloseable permits LocalSource, ShareSource {
    int MOST_FILES = 1_000_000;

    /** Tells an administrator which source is meant. */
    String name();

    /** Its last name: {@code install.wim}. */
    String lastName();

    boolean isFolder() throws IOException;

    /** The source itself, when it is a file. @throws SourceException {@code source-not-a-file} */
    FileSource file() throws IOException;

    /**
     * Every file below the source, when it is a folder, by path. Folders without files are not told of.
     *
     * @throws SourceException {@code source-not-a-folder}; {@code source-not-plain} for what is neither a file nor a folder
     */
    List<SourceFileEntry> files() throws IOException, InterruptedException;

    @Override
    void close();
}
