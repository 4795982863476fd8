package dev.slipway.content;

import java.io.IOException;
import java.util.List;

/** The places that hold a content, in the order in which they are to be asked; the order may change while a transfer runs. */
@FunctionalInterface
public interface ContentSources {

    /**
     * Is asked before each range that is fetched. A place must be equal to itself each time, or its extents are fetched anew.
     *
     * @return at least one, best first; the first is asked first, the next when it fails
     */
    List<ContentSource> inOrder() throws IOException;

    static ContentSources of(List<? extends ContentSource> sources) {
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("At least one source of content is needed");
        }
        List<ContentSource> fixed = List.copyOf(sources);
        return () -> fixed;
    }

    static ContentSources of(ContentSource... sources) {
        return of(List.of(sources));
    }
}
