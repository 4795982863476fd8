package dev.slipway.site.library;

import dev.slipway.content.ContentCutter;
import dev.slipway.content.ContentId;
import dev.slipway.content.IngestProgress;
import dev.slipway.content.SourceFile;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.library.source.Source;
import dev.slipway.site.library.source.SourceFileEntry;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Applications and packages: their content is every file of a folder, of which nothing more is recorded. */
@Configuration
class FolderSources {
    @Bean
    SourceKind applicationSource(Clock clock) {
        return new FolderSource(PackageType.APPLICATION, clock);
    }

    @Bean
    SourceKind softwarePackageSource(Clock clock) {
        return new FolderSource(PackageType.SOFTWARE_PACKAGE, clock);
    }

    private record FolderSource(PackageType type, Clock clock) implements SourceKind {
        @Override
        public SourceContent read(Source source) throws IOException, InterruptedException {
            List<SourceFileEntry> entries = source.files();
            if (entries.isEmpty()) {
                throw new SlipwayException("source-empty", 422, source.name() + " holds no files.");
            }
            List<SourceFile> files = new ArrayList<>();
            long size = 0;
            for (SourceFileEntry entry : entries) {
                files.add(entry.toBeCut(new ContentCutter()));
                size += entry.stamp().sizeBytes();
            }
            String sentence = "%s: %d files, %d bytes".formatted(source.name(), files.size(), size);
            String stamp = SourceStamp.of(source.name(), entries, clock.instant());
            return new SourceContent(files, source.lastName(), "", "", stamp, sentence);
        }

        @Override
        public Details check(ContentId content, IngestProgress progress) {
            return details(content);
        }

        @Override
        public Details details(ContentId content) {
            return (handle, id) -> {};
        }
    }
}
