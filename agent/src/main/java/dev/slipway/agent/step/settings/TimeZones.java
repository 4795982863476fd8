package dev.slipway.agent.step.settings;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Windows' names of time zones and IANA's. */
final class TimeZones {
    private static final Map<String, String> IANA_BY_WINDOWS = load();

    private TimeZones() {}

    private static Map<String, String> load() {
        Map<String, String> zones = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        InputStream resource = TimeZones.class.getResourceAsStream("time-zones.txt");
        if (resource == null) {
            throw new IllegalStateException("The list of time zones is not part of the program");
        }
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int equals = line.indexOf('=');
                if (!line.startsWith("#") && equals > 0) {
                    zones.put(line.substring(0, equals), line.substring(equals + 1));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("The list of time zones cannot be read", e);
        }
        return zones;
    }

    /** Every name that Windows has. */
    static Set<String> windowsNames() {
        return IANA_BY_WINDOWS.keySet();
    }

    /** @param name Windows' or IANA's @return empty for a name that neither knows */
    static Optional<String> iana(String name) {
        String mapped = IANA_BY_WINDOWS.get(name);
        if (mapped != null) {
            return Optional.of(mapped);
        }
        return ZoneId.getAvailableZoneIds().contains(name) ? Optional.of(name) : Optional.empty();
    }

    /** @param name Windows' or IANA's @return empty for a name that neither knows */
    static Optional<String> windows(String name) {
        if (IANA_BY_WINDOWS.containsKey(name)) {
            return Optional.of(name);
        }
        return IANA_BY_WINDOWS.entrySet().stream()
                .filter(zone -> zone.getValue().equalsIgnoreCase(name))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
