package dev.slipway.site.library.source;

import dev.slipway.content.FileSource;
import java.io.IOException;
import java.nio.file.Path;
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

    /** What lies in the source itself, when it is a folder: names of files, folders and links. */
    List<String> names() throws IOException;

    /**
     * Every file below the source, when it is a folder, by path. Folders without files are not told of.
     *
     * @throws SourceException {@code source-not-a-folder}; {@code source-not-plain} for what is neither a file nor a folder
     */
    List<SourceFileEntry> files() throws IOException, InterruptedException;

    /**
     * Puts a WIM beside the source when that is a file, or below it when it is a folder. It appears under its name when it is complete.
     *
     * @param names of the new file, from the source's folder on; folders in between exist
     * @param replace whether a file of this name gives way; else it is refused with {@code target-exists}
     * @return the new file's path, as a source
     * @throws SourceException {@code target-exists}, {@code target-not-writable}, {@code target-full}
     */
    String write(List<String> names, boolean replace, Writing writing) throws IOException, InterruptedException;

    /** Writes a file of the site's machine. */
    interface Writing {
        /** @param target does not exist, or gives way */
        void write(Path target) throws IOException, InterruptedException;
    }

    @Override
    void close();
}
