package dev.slipway.content;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The sources of one content, which of them is asked, and what each has given; many {@link Transfer}s may share it. */
final class Fetcher {
    private final Manifest manifest;
    private final ContentId content;
    private final ContentSources sources;
    private final RetryPolicy policy;
    private final Pace pace;

    private final Map<ContentSource, Place> places = new HashMap<>();
    private List<ContentSource> order = List.of();
    /** The source that answered last; the others are asked when it fails. */
    private int current;

    Fetcher(Manifest manifest, ContentSources sources, RetryPolicy policy, Pace pace) {
        this.manifest = manifest;
        this.content = manifest.contentId();
        this.sources = sources;
        this.policy = policy;
        this.pace = pace;
    }

    ContentId content() {
        return content;
    }

    RetryPolicy policy() {
        return policy;
    }

    Pace pace() {
        return pace;
    }

    /** A source with what has been learnt of it. */
    final class Place {
        private final ContentSource source;
        private final AtomicLong bytes = new AtomicLong();
        private @Nullable Extents extents;
        private boolean askedAgain;

        Place(ContentSource source) {
            this.source = source;
        }

        ContentSource source() {
            return source;
        }

        /** Asked for once; two transfers that want them wait for the same answer. */
        synchronized Extents extents() throws IOException {
            Extents known = extents;
            if (known == null) {
                known = source.extents(content);
                if (known.extents().size() != manifest.blockCount()) {
                    throw new ContentException(
                            ContentError.DOCUMENT_INVALID,
                            source.name() + " has " + known.extents().size() + " extents for content " + content
                                    + ", which has " + manifest.blockCount() + " blocks. Validate the content there.");
                }
                extents = known;
            }
            return known;
        }

        /**
         * The place has no such pack: it has moved blocks since it told where they lie.
         *
         * @return whether it is worth asking this place once more
         */
        synchronized boolean forgetExtents() {
            extents = null;
            boolean again = !askedAgain;
            askedAgain = true;
            return again;
        }

        void received(int count) {
            bytes.addAndGet(count);
        }

        synchronized void gaveBlock() {
            askedAgain = false;
        }
    }

    /** @return the source to ask now */
    synchronized Place current() throws IOException {
        List<ContentSource> now = sources.inOrder();
        if (now.isEmpty()) {
            throw new IOException("no place holds content " + content);
        }
        if (!now.equals(order)) {
            order = List.copyOf(now);
            current = 0;
        }
        return places.computeIfAbsent(order.get(current), Place::new);
    }

    /** Lets the next one be asked, unless that is so already. */
    synchronized void failed(@Nullable Place place) {
        if (place != null && !order.isEmpty() && order.get(current).equals(place.source())) {
            current = (current + 1) % order.size();
        }
    }

    synchronized int sourceCount() {
        return Math.max(1, order.size());
    }

    /** @return bytes that came from all sources, whatever became of them */
    synchronized long fetchedBytes() {
        return places.values().stream().mapToLong(place -> place.bytes.get()).sum();
    }

    /** @return bytes that came from each source, by its name */
    synchronized Map<String, Long> bytesBySource() {
        Map<String, Long> bytes = new LinkedHashMap<>();
        places.values().forEach(place -> bytes.merge(place.source().name(), place.bytes.get(), Long::sum));
        bytes.values().removeIf(count -> count == 0);
        return bytes;
    }

    /** @return a transfer of these blocks, each number once; the caller closes it */
    Transfer transfer(Collection<WantedBlock> wanted, FetchPlan.Order planned) {
        return new Transfer(this, wanted, planned);
    }

    /** @throws ContentException TRANSFER_FAILED */
    byte[] fetch(WantedBlock wanted) throws ContentException, InterruptedException {
        try (Transfer transfer = transfer(List.of(wanted), FetchPlan.Order.AS_WANTED)) {
            Optional<Transfer.Arrived> block = transfer.next();
            return block.orElseThrow().bytes();
        }
    }
}
