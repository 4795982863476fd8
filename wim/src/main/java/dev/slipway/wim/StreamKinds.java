package dev.slipway.wim;

import dev.slipway.wim.Dentry.Stream;
import dev.slipway.wim.Dentry.Stream.Kind;
import java.util.List;

/** Tells the data of a file from its reparse point, which the format leaves to the reader. */
final class StreamKinds {
    private final boolean encrypted;
    private final List<Stream> streams;
    private boolean reparsePointMissing;
    private boolean dataMissing = true;
    private boolean emptyDefault;

    StreamKinds(int attributes, List<Stream> streams) {
        this.encrypted = (attributes & Dentry.ATTRIBUTE_ENCRYPTED) != 0;
        this.reparsePointMissing = (attributes & Dentry.ATTRIBUTE_REPARSE_POINT) != 0;
        this.streams = streams;
    }

    /** @param isDefault true for the hash in the directory entry itself, which means nothing if it is zero */
    void add(String name, Sha1 sha1, boolean isDefault) {
        if (encrypted) {
            if (name.isEmpty() && !sha1.isZero() && streams.isEmpty()) {
                streams.add(new Stream(Kind.ENCRYPTED, "", sha1));
            }
        } else if (!name.isEmpty()) {
            streams.add(new Stream(Kind.DATA, name, sha1));
        } else if (isDefault && sha1.isZero()) {
            emptyDefault = true;
        } else {
            addUnnamed(sha1);
        }
    }

    private void addUnnamed(Sha1 sha1) {
        if (reparsePointMissing) {
            reparsePointMissing = false;
            streams.add(new Stream(Kind.REPARSE_POINT, "", sha1));
        } else if (dataMissing) {
            dataMissing = false;
            streams.add(new Stream(Kind.DATA, "", sha1));
        }
    }

    void finish() {
        if (emptyDefault) {
            addUnnamed(Sha1.ZERO);
        }
    }
}
