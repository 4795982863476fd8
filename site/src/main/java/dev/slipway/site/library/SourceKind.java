package dev.slipway.site.library;

import dev.slipway.content.ContentId;
import dev.slipway.content.IngestProgress;
import dev.slipway.content.SourceFile;
import dev.slipway.site.library.source.Source;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** How packages of one type are taken from a source and described. */
interface SourceKind {
    PackageType type();

    /** Looks at a source and says what of it is content; refuses what is no such package. */
    SourceContent read(Source source) throws IOException, InterruptedException;

    /** Where in a source the licence terms lie that who adds it must accept (IMG-3); empty when it has none. */
    default Optional<String> licenseTerms(Source source) throws IOException, InterruptedException {
        return Optional.empty();
    }

    /** Checks a content of the store from end to end, and describes it. */
    Details check(ContentId content, IngestProgress progress) throws IOException, InterruptedException;

    /** Describes a content of the store by its tables alone. */
    Details details(ContentId content) throws IOException;

    /**
     * What a source gives.
     *
     * @param proposedName of a package of it, when the administrator gives none
     * @param proposedVersion as the source calls itself; may be empty
     * @param sourceStamp what the source looks like; empty: not sure enough to be compared later
     * @param sentence for the log
     */
    record SourceContent(
            List<SourceFile> files,
            String proposedName,
            String proposedVersion,
            String proposedArchitecture,
            String proposedLanguage,
            String sourceStamp,
            String sentence) {

        /** Of a source that says nothing of a version. */
        SourceContent(
                List<SourceFile> files,
                String proposedName,
                String proposedArchitecture,
                String proposedLanguage,
                String sourceStamp,
                String sentence) {
            this(files, proposedName, "", proposedArchitecture, proposedLanguage, sourceStamp, sentence);
        }
    }

    /** What the library records of a content beside the package. */
    interface Details {
        void write(Handle handle, String packageId);
    }
}
