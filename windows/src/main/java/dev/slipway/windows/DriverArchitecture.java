package dev.slipway.windows;

import java.util.Locale;
import java.util.Optional;

/** The processors that an INF file's decorations name. */
public enum DriverArchitecture {
    X86("x86"),
    X64("amd64"),
    ARM("arm"),
    ARM64("arm64"),
    IA64("ia64");

    private final String decoration;

    DriverArchitecture(String decoration) {
        this.decoration = decoration;
    }

    /** As in a decoration, such as {@code amd64} in {@code NTamd64}. */
    String decoration() {
        return decoration;
    }

    /** The name that the library uses: x86, x64, arm, arm64, ia64. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * What a decoration such as {@code NTamd64.10.0...16299} names. Without a processor ({@code NT}, {@code NT.6.1} or
     * nothing at all) Windows takes such entries on x86 alone.
     *
     * @return empty for a processor that is not known
     */
    static Optional<DriverArchitecture> of(String targetSystem) {
        String name = InfFile.lower(targetSystem);
        if (!name.isEmpty() && !name.startsWith("nt")) {
            return Optional.empty();
        }
        int dot = name.indexOf('.');
        String processor = name.isEmpty() ? "" : name.substring(2, dot < 0 ? name.length() : dot);
        if (processor.isEmpty()) {
            return Optional.of(X86);
        }
        for (DriverArchitecture architecture : values()) {
            if (architecture.decoration.equals(processor)) {
                return Optional.of(architecture);
            }
        }
        return Optional.empty();
    }
}
