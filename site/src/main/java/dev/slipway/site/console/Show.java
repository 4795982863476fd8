package dev.slipway.site.console;

import dev.slipway.protocol.ContentOption;
import dev.slipway.site.Role;
import dev.slipway.site.access.content.AccessAccount;
import dev.slipway.site.deployment.AvailableTo;
import dev.slipway.site.deployment.DeploymentStatus;
import dev.slipway.site.deployment.Run;
import dev.slipway.site.deployment.RunState;
import dev.slipway.site.deployment.RunStep;
import dev.slipway.site.fleet.Device;
import dev.slipway.site.fleet.DeviceKey;
import dev.slipway.site.fleet.DeviceState;
import dev.slipway.site.operation.Operation;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How pages write sizes, times, states. */
public final class Show {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Show() {}

    /** Three significant digits with a binary unit. */
    public static String size(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1000 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        if (unit == 0) {
            return bytes + " B";
        }
        String format = value < 10 ? "%.2f %s" : value < 100 ? "%.1f %s" : "%.0f %s";
        return String.format(Locale.ROOT, format, value, UNITS[unit]);
    }

    /** Thousands set apart by a narrow space. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number).replace(',', '\u202f');
    }

    public static String counted(long number, String one, String many) {
        return count(number) + " " + (number == 1 ? one : many);
    }

    public static String accessAccount(String account) {
        return switch (account) {
            case AccessAccount.USERS -> "Users (every account)";
            case AccessAccount.ADMINISTRATORS -> "Administrators (every account that may change the library)";
            default -> account;
        };
    }

    public static String time(Instant instant) {
        return DAY_AND_TIME.format(instant);
    }

    /** Where seconds would only take room. */
    public static String minute(Instant instant) {
        return MINUTE.format(instant);
    }

    public static String clock(Instant instant) {
        return TIME.format(instant);
    }

    /** One after the other; "none" where there is none. */
    public static String list(List<?> items) {
        return items.isEmpty() ? "none" : items.stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    /** Large ones as Windows writes them, so that they can be looked up: 0x80070002 (2147942402). */
    public static String exitCode(long code) {
        boolean large = code > 0xffff || code < 0;
        return large ? String.format(Locale.ROOT, "0x%08X (%d)", (int) code, code) : Long.toString(code);
    }

    /** From one time to another; to now where the end is missing; empty where it has not begun. */
    public static String span(Optional<Instant> from, Optional<Instant> to) {
        return from.map(begin -> duration(Duration.between(begin, to.orElseGet(Instant::now))))
                .orElse("");
    }

    public static String span(@Nullable Instant from, @Nullable Instant to) {
        return span(Optional.ofNullable(from), Optional.ofNullable(to));
    }

    public static String took(Run run) {
        return span(Optional.of(run.startedAt()), run.finishedAt());
    }

    static String duration(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.1f s", Math.max(0, duration.toMillis()) / 1000.0);
        }
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min " + seconds % 60 + " s";
        }
        return seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
    }

    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    public static String contentOption(ContentOption option) {
        return switch (option) {
            case WHEN_NEEDED -> "Download content locally when needed by the running task sequence";
            case BEFORE_START -> "Download all content locally before starting the task sequence";
        };
    }

    public static String role(Role role) {
        return switch (role) {
            case FULL_ADMINISTRATOR -> "Full Administrator";
            case OPERATING_SYSTEM_DEPLOYMENT_MANAGER -> "Operating System Deployment Manager";
            case OPERATOR -> "Operator";
            case READ_ONLY_ANALYST -> "Read-only Analyst";
        };
    }

    public static String availableTo(AvailableTo whom) {
        return switch (whom) {
            case CLIENTS -> "Only clients";
            case CLIENTS_MEDIA_PXE -> "Clients, media and PXE";
            case MEDIA_PXE -> "Only media and PXE";
            case MEDIA_PXE_HIDDEN -> "Only media and PXE (hidden)";
        };
    }

    public static String tone(RunState state) {
        return switch (state) {
            case RUNNING, RESTARTING -> "live";
            case INTERRUPTED -> "warn";
            case SUCCEEDED -> "good";
            case FAILED -> "bad";
            case CANCELLED -> "";
        };
    }

    public static String tone(Operation.State state) {
        return switch (state) {
            case QUEUED, CANCELLED -> "";
            case RUNNING -> "live";
            case SUCCEEDED -> "good";
            case FAILED -> "bad";
        };
    }

    public static String tone(DeviceState state) {
        return switch (state) {
            case IMPORTED -> "";
            case PENDING -> "warn";
            case APPROVED -> "good";
            case DENIED -> "bad";
        };
    }

    public static String tone(DeploymentStatus.State state) {
        return switch (state) {
            case SUCCESS -> "good";
            case IN_PROGRESS -> "live";
            case ERROR -> "bad";
            case REQUIREMENTS_NOT_MET -> "warn";
            case UNKNOWN -> "";
        };
    }

    public static String sign(RunStep step) {
        return switch (step.state()) {
            case WAITING -> "·";
            case RUNNING -> "▸";
            case SUCCEEDED -> "✓";
            case FAILED -> "✕";
            case SKIPPED -> "–";
        };
    }

    public static boolean isActive(Operation operation) {
        return switch (operation.state()) {
            case QUEUED, RUNNING -> true;
            case SUCCEEDED, FAILED, CANCELLED -> false;
        };
    }

    public static String machine(Device device) {
        return (device.manufacturer() + " " + device.model()).strip();
    }

    /** Fingerprint of the key that the machine shows; empty when it has shown none. */
    public static String key(Device device) {
        return device.shownKey().isEmpty() ? "" : DeviceKey.fingerprint(device.shownKey());
    }

    public static String or(@Nullable String text, String otherwise) {
        return text == null || text.isBlank() ? otherwise : text;
    }
}
