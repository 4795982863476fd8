package dev.slipway.site.library;

import java.util.List;
import org.springframework.stereotype.Component;

/** The types of packages whose content comes from a source with a WIM. */
@Component
class SourceKinds {
    private final List<SourceKind> all;

    SourceKinds(List<SourceKind> all) {
        this.all = List.copyOf(all);
    }

    boolean has(PackageType type) {
        return all.stream().anyMatch(kind -> kind.type() == type);
    }

    SourceKind of(PackageType type) {
        return all.stream()
                .filter(kind -> kind.type() == type)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No " + type.kind() + " is read from a source here"));
    }
}
