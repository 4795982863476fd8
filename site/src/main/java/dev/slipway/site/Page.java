package dev.slipway.site;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A part of a list. @param next what to pass as {@code after} for the following part, when there is one */
public record Page<T>(List<T> items, @Nullable String next) {
    public Page {
        items = List.copyOf(items);
    }

    public static final int DEFAULT_LIMIT = 100;
    public static final int MOST = 500;

    /** A list that is never cut. */
    public static <T> Page<T> whole(List<T> items) {
        return new Page<>(items, null);
    }

    /** @param more up to limit + 1 items, as read from the database */
    public static <T> Page<T> cut(List<T> more, int limit, Function<T, String> key) {
        if (more.size() <= limit) {
            return new Page<>(more, null);
        }
        List<T> items = more.subList(0, limit);
        return new Page<>(items, key.apply(items.getLast()));
    }

    /** Cuts a list that was read whole and is sorted already; {@code after} is the key of the last item seen. */
    public static <T> Page<T> of(List<T> all, @Nullable String after, int limit, Function<T, String> key) {
        int from = 0;
        if (after != null) {
            while (from < all.size() && !key.apply(all.get(from)).equals(after)) {
                from++;
            }
            from++;
        }
        int most = Math.clamp(limit, 1, MOST);
        List<T> rest = from >= all.size() ? List.of() : all.subList(from, Math.min(all.size(), from + most + 1));
        return cut(rest, most, key);
    }

    public <R> Page<R> map(Function<T, R> change) {
        return new Page<>(items.stream().map(change).toList(), next);
    }
}
