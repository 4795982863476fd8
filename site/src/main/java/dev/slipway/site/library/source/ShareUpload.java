package dev.slipway.site.library.source;

import com.hierynomus.msdtyp.AccessMask;
import com.hierynomus.mserref.NtStatus;
import com.hierynomus.mssmb2.SMB2CreateDisposition;
import com.hierynomus.mssmb2.SMB2ShareAccess;
import com.hierynomus.mssmb2.SMBApiException;
import com.hierynomus.smbj.share.DiskShare;
import com.hierynomus.smbj.share.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;

/** Writes a file of the site's machine to a share, under another name first. */
final class ShareUpload {
    private final ShareConnection connection;

    ShareUpload(ShareConnection connection) {
        this.connection = connection;
    }

    void put(Path from, UncPath target, boolean replace) throws IOException, InterruptedException {
        UncPath partial = target.parent().resolve("." + target.lastName() + ".slipway");
        try {
            boolean done = connection.call(partial, share -> {
                write(share, from, partial, target, replace);
                return true;
            });
            if (!done) {
                throw new IllegalStateException("an upload ends or fails");
            }
        } catch (SourceException e) {
            if (e.getCause() instanceof SMBApiException answer) {
                throw refused(target, answer, e);
            }
            throw e;
        }
    }

    private static void write(DiskShare share, Path from, UncPath partial, UncPath target, boolean replace)
            throws IOException {
        try (File file = share.openFile(
                partial.inShare(),
                EnumSet.of(AccessMask.GENERIC_WRITE, AccessMask.DELETE),
                null,
                EnumSet.noneOf(SMB2ShareAccess.class),
                SMB2CreateDisposition.FILE_OVERWRITE_IF,
                null)) {
            boolean named = false;
            try (InputStream in = Files.newInputStream(from)) {
                byte[] buffer = new byte[ShareConnection.READ_BYTES];
                long position = 0;
                for (int count = in.readNBytes(buffer, 0, buffer.length);
                        count > 0;
                        count = in.readNBytes(buffer, 0, buffer.length)) {
                    file.write(buffer, position, 0, count);
                    position += count;
                }
                file.flush();
                file.rename(target.inShare(), replace);
                named = true;
            } finally {
                if (!named) {
                    file.deleteOnClose();
                }
            }
        }
    }

    private static SourceException refused(UncPath target, SMBApiException answer, SourceException known) {
        NtStatus status = answer.getStatus();
        return switch (status) {
            case STATUS_ACCESS_DENIED, STATUS_SHARING_VIOLATION -> LocalSource.notWritable(target.toString(), answer);
            case STATUS_OBJECT_NAME_COLLISION -> LocalSource.exists(target.toString());
            case STATUS_DISK_FULL ->
                new SourceException(
                        "target-full", "The volume of " + target + " is full. Make room and try again.", answer);
            default -> known;
        };
    }
}
