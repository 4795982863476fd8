package dev.slipway.content;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** How much a store's volume can still take, and how it is told that a write failed. */
record StoreRoom(Path root) {
    private static final String ARRIVED_STAYS = "What has arrived stays.";
    private static final long MAXIMUM_RESERVE_BYTES = 64L << 20;

    /** @return bytes that may still be written, less a reserve for whatever else lives on that volume */
    long freeBytes() throws IOException {
        FileStore volume = Files.getFileStore(root);
        long reserve = Math.min(MAXIMUM_RESERVE_BYTES, volume.getTotalSpace() / 100);
        return Math.max(0, volume.getUsableSpace() - reserve);
    }

    /** @return the failure of a write, told as what it is */
    ContentException writeFailure(IOException cause) {
        return failure(cause, "Nothing was added.");
    }

    /** The same while content arrives from elsewhere. */
    ContentException receiveFailure(IOException cause) {
        return failure(cause, ARRIVED_STAYS);
    }

    private ContentException failure(IOException cause, String consequence) {
        if (cause instanceof ContentException known) {
            return known;
        }
        String text = String.valueOf(cause.getMessage());
        if (text.contains("No space left") || text.contains("quota") || isFull()) {
            return outOfSpace("writing needs more room than is left", consequence, cause);
        }
        return new ContentException(
                ContentError.STORE_UNWRITABLE,
                "Writing to the content store " + root + " failed: " + cause + ". " + consequence
                        + " Check the volume and this account's rights, then try again.",
                cause);
    }

    ContentException outOfSpace(String why) {
        return outOfSpace(why, "Nothing was added.", null);
    }

    ContentException outOfSpaceWhileReceiving(String why) {
        return outOfSpace(why, ARRIVED_STAYS, null);
    }

    private ContentException outOfSpace(String why, String consequence, @Nullable IOException cause) {
        return new ContentException(
                ContentError.OUT_OF_SPACE,
                "The content store " + root + " is out of space: " + why + ". " + consequence
                        + " Remove content that is no longer needed, or enlarge the volume, then try again.",
                cause);
    }

    private boolean isFull() {
        try {
            return freeBytes() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
