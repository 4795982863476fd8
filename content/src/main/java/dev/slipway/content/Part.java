package dev.slipway.content;

/**
 * A content that becomes a folder of another one.
 *
 * @param folder relative, names parted by slashes, without one at the end; empty for the top
 */
public record Part(String folder, ContentId content) {
    public Part {
        if (!folder.isEmpty()) {
            ContentPath.require(folder);
        }
    }

    String path(ContentFile file) {
        return folder.isEmpty() ? file.path() : folder + "/" + file.path();
    }
}
