package dev.slipway.content;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes a manifest that unites the files of other contents; not a byte of them is read or stored again. */
final class Composition {
    private final StoreFolder folder;
    private final BlockIndex index;
    private final StoreExtents extents;

    Composition(StoreFolder folder, BlockIndex index, StoreExtents extents) {
        this.folder = folder;
        this.index = index;
        this.extents = extents;
    }

    ContentId write(List<ContentFile> files) throws IOException {
        Manifest manifest = new Manifest(files);
        byte[] encoded = manifest.encode();
        ContentId content = new ContentId(Sha256.hex(encoded));
        try (BlockIndex.Claim claim = index.claim()) {
            folder.step(() -> {
                for (ContentFile file : files) {
                    for (Block block : file.blocks()) {
                        if (claim.find(block).isEmpty()) {
                            throw new ContentException(
                                    ContentError.STORE_DAMAGED,
                                    "Block " + block.id() + " of " + file.path()
                                            + " is missing or damaged. Validate the contents that have it, then repair them.");
                        }
                    }
                }
                Path incoming = folder.newIncoming();
                DurableFiles.writeFlushed(incoming.resolve(content.hex() + StoreFolder.MANIFEST), encoded);
                folder.commit(incoming, () -> {});
            });
        }
        extents.added(content);
        return content;
    }

    static List<ContentFile> placed(Part part, Manifest manifest) {
        List<ContentFile> files = new ArrayList<>();
        for (ContentFile file : manifest.files()) {
            files.add(new ContentFile(part.path(file), file.size(), file.modified(), file.blocks()));
        }
        return files;
    }
}
