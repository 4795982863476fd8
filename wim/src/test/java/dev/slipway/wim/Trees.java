package dev.slipway.wim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Tells a tree of files as text, so that two trees can be compared. */
final class Trees {
    private Trees() {}

    static List<String> describe(Path root) throws IOException {
        List<String> lines = new ArrayList<>();
        try (var paths = Files.walk(root)) {
            for (Path path : paths.sorted().toList()) {
                lines.add(root.relativize(path) + " " + describeOne(path));
            }
        }
        return lines;
    }

    private static String describeOne(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            return "-> " + Files.readSymbolicLink(path);
        }
        String time = " " + Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS);
        if (Files.isDirectory(path)) {
            return "folder" + time;
        }
        byte[] content = Files.readAllBytes(path);
        Sha1 sha1 = Sha1.of(BlobInputStream.sha1().digest(content), 0);
        return "file " + content.length + " " + sha1.hex() + " links " + Files.getAttribute(path, "unix:nlink") + time;
    }
}
