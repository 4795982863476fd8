package dev.slipway.point;

import dev.slipway.content.Block;
import dev.slipway.content.ContentException;
import dev.slipway.content.ContentFile;
import dev.slipway.content.ContentId;
import dev.slipway.site.listener.ImmutableBytes;
import dev.slipway.wim.ReadAt;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kernels and initramfs files that machines start from this point (BOOT-3). They need no ticket, since iPXE has none and boot images hold
 * no secret; so the site names the contents that are open. A machine cannot check what it starts: every block is hashed
 * before it is sent, and a damaged one ends the connection, whereupon iPXE goes to the next place.
 */
final class BootContents {
    private static final Logger LOG = LoggerFactory.getLogger(BootContents.class);
    private final Holding holding;
    private volatile Set<ContentId> open = Set.of();

    BootContents(Holding holding) {
        this.holding = holding;
    }

    /**
     * @param named by the site now
     * @param hold what the point keeps; a content that shall go is still given to machines in the middle of a start
     */
    void obey(Set<ContentId> named, Set<ContentId> hold) {
        Set<ContentId> next = new HashSet<>(open);
        next.removeAll(hold);
        next.addAll(named);
        open = Set.copyOf(next);
    }

    /** @param path within the content @return none when the site does not open it, or it is not whole here */
    Optional<ImmutableBytes> find(ContentId content, String path) {
        if (!open.contains(content) || !holding.isWhole(content)) {
            return Optional.empty();
        }
        try {
            return holding.store()
                    .manifest(content)
                    .file(path)
                    .map(file -> new ImmutableBytes(
                            file.size(),
                            content.hex() + "-" + path,
                            "application/octet-stream",
                            (request, response, from, to) -> {
                                LOG.info(
                                        "{} of boot image content {} goes to {}",
                                        path,
                                        content,
                                        request.getRemoteAddr());
                                send(content, file, response, from, to);
                            }));
        } catch (ContentException e) {
            LOG.warn("Boot files of content {} are not served: {}", content, e.getMessage());
            return Optional.empty();
        }
    }

    private void send(ContentId content, ContentFile file, HttpServletResponse response, long from, long to)
            throws IOException {
        try (ReadAt bytes = holding.store().open(content, file.path())) {
            long start = 0;
            for (Block block : file.blocks()) {
                long end = start + block.length();
                if (end > from && start < to) {
                    byte[] read = read(content, file, bytes, block, start);
                    int first = (int) Math.max(0, from - start);
                    int last = (int) (Math.min(end, to) - start);
                    response.getOutputStream().write(read, first, last - first);
                }
                start = end;
            }
        }
    }

    /** The store hashes a block when it is read. */
    private byte[] read(ContentId content, ContentFile file, ReadAt bytes, Block block, long start) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(block.length());
        try {
            bytes.readFully(start, buffer);
        } catch (ContentException e) {
            LOG.error(
                    "{} of boot image content {} cannot be read; it is served no more until it was repaired",
                    file.path(),
                    content,
                    e);
            holding.damaged(content);
            throw e;
        }
        return buffer.array();
    }
}
