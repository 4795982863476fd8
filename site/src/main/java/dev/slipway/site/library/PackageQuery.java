package dev.slipway.site.library;

import dev.slipway.site.SlipwayException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which packages of a list are wanted, and in which order.
 *
 * @param search words that must all occur in the texts; null: all packages
 * @param sort a field, downwards after a {@code -}; null: by name
 * @param folder its number, or {@code none} for those in no folder; null: wherever they are
 */
public record PackageQuery(
        @Nullable String search,
        @Nullable String sort,
        @Nullable String folder) {
    private static final Map<String, Comparator<StoredPackage>> ORDERS = Map.of(
            "name", Comparator.comparing(one -> one.name().toLowerCase(Locale.ROOT)),
            "id", Comparator.comparing(StoredPackage::id),
            "version", Comparator.comparing(one -> one.version().toLowerCase(Locale.ROOT)),
            "sourceVersion", Comparator.comparing(StoredPackage::sourceVersion),
            "sizeBytes", Comparator.comparing(StoredPackage::sizeBytes),
            "priority", Comparator.comparing(one -> one.settings().priority()),
            "createdAt", Comparator.comparing(StoredPackage::createdAt),
            "changedAt", Comparator.comparing(StoredPackage::changedAt));

    /** @throws SlipwayException {@code request-invalid} */
    public <T> List<T> of(List<T> all, Function<T, StoredPackage> shared) {
        return all.stream()
                .filter(one -> isIn(shared.apply(one)) && matches(shared.apply(one)))
                .sorted(order(shared))
                .toList();
    }

    private boolean isIn(StoredPackage one) {
        return folder == null
                || (folder.equals("none")
                        ? one.folder() == null
                        : one.folder() != null && folder.equals(one.folder().toString()));
    }

    private boolean matches(StoredPackage one) {
        if (search == null || search.isBlank()) {
            return true;
        }
        String texts = String.join(
                        "\n",
                        one.id(),
                        one.name(),
                        one.version(),
                        one.comment(),
                        one.manufacturer(),
                        one.language(),
                        one.architecture(),
                        one.sourcePath())
                .toLowerCase(Locale.ROOT);
        return Stream.of(search.strip().toLowerCase(Locale.ROOT).split("\\s+")).allMatch(texts::contains);
    }

    private <T> Comparator<T> order(Function<T, StoredPackage> shared) {
        String wanted = sort == null || sort.isEmpty() ? "name" : sort;
        boolean down = wanted.startsWith("-");
        Comparator<StoredPackage> order = ORDERS.get(down ? wanted.substring(1) : wanted);
        if (order == null) {
            throw SlipwayException.invalid(
                    "sort",
                    "Lists are sorted by "
                            + String.join(
                                    ", ", ORDERS.keySet().stream().sorted().toList())
                            + "; a - before the field turns the order around.");
        }
        Comparator<StoredPackage> whole = (down ? order.reversed() : order).thenComparing(StoredPackage::id);
        return (one, other) -> whole.compare(shared.apply(one), shared.apply(other));
    }
}
