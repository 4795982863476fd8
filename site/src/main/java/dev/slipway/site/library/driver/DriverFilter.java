package dev.slipway.site.library.driver;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which drivers a list shows; null: all.
 *
 * @param search words that each must be found in name, provider, class, version, INF file or a hardware ID
 */
public record DriverFilter(
        @Nullable String search,
        @Nullable String deviceClass,
        @Nullable String architecture,
        @Nullable String category,
        @Nullable Boolean signed,
        @Nullable Boolean bootCritical,
        @Nullable Boolean enabled) {
    public static final DriverFilter ALL = new DriverFilter(null, null, null, null, null, null, null);

    /** @param byDevice drivers with a device in which the search was found */
    boolean matches(Driver driver, Set<String> byDevice) {
        return (deviceClass == null || deviceClass.equalsIgnoreCase(driver.deviceClass()))
                && (architecture == null || driver.architectures().contains(architecture))
                && (category == null || driver.categories().contains(category))
                && (signed == null || signed == driver.signed())
                && (bootCritical == null || bootCritical == driver.bootCritical())
                && (enabled == null || enabled == driver.enabled())
                && (byDevice.contains(driver.id()) || isFound(driver));
    }

    private boolean isFound(Driver driver) {
        if (search == null) {
            return true;
        }
        String text = String.join(
                        "\n",
                        driver.id(),
                        driver.name(),
                        driver.provider(),
                        driver.deviceClass(),
                        driver.driverVersion(),
                        driver.inf())
                .toLowerCase(Locale.ROOT);
        for (String word : search.toLowerCase(Locale.ROOT).strip().split("\\s+")) {
            if (!text.contains(word)) {
                return false;
            }
        }
        return true;
    }
}
