package dev.slipway.agent.step;

import dev.slipway.sequence.StepFailedException;
import dev.slipway.wim.ByteRange;
import dev.slipway.wim.ReadAt;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Packages that are folders of a folder, as on stand-alone media. */
public record FolderPackages(Path root) implements PackageSource {
    @Override
    public List<PackageFile> files(String packageId) throws StepFailedException, IOException {
        Path folder = root.resolve(packageId);
        if (!Files.isDirectory(folder)) {
            throw new StepFailedException("package-unknown", "There is no package " + packageId);
        }
        List<PackageFile> files = new ArrayList<>();
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path file : found.filter(Files::isRegularFile).sorted().toList()) {
                files.add(new PackageFile(folder.relativize(file).toString(), Files.size(file)));
            }
        }
        return files;
    }

    @Override
    public OpenFile open(String packageId, String path) throws IOException {
        ReadAt file = ReadAt.of(root.resolve(packageId).resolve(path));
        return new OpenFile() {
            @Override
            public void prefetch(List<ByteRange> ranges) {}

            @Override
            public long size() throws IOException {
                return file.size();
            }

            @Override
            public void readFully(long position, ByteBuffer destination) throws IOException {
                file.readFully(position, destination);
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }
}
