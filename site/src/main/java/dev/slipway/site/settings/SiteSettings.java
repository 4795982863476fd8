package dev.slipway.site.settings;

import dev.slipway.site.SlipwayException;
import dev.slipway.site.SlipwayProperties;
import dev.slipway.site.SlipwayProperties.Approval;
import dev.slipway.site.database.Database;
import dev.slipway.site.operation.Event;
import dev.slipway.site.operation.Events;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.stereotype.Component;

/**
 * Settings as they hold now. What was set at the start (command line, environment, a file beside the program) holds over what was set in the console before.
 */
@Component
public class SiteSettings {
    private final Database database;
    private final Events events;
    private final SlipwayProperties properties;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Map<String, String> values;

    SiteSettings(Database database, Events events, SlipwayProperties properties, ConfigurableEnvironment environment) {
        this.database = database;
        this.events = events;
        this.properties = properties;
        this.values = database.write(handle -> {
            fixSiteCode(handle);
            for (Setting setting : Setting.values()) {
                if (isGiven(environment, setting.property)) {
                    store(handle, setting.name(), setting.from(properties));
                }
            }
            return load(handle);
        });
    }

    private enum Setting {
        ORGANISATION("slipway.organisation"),
        APPROVAL("slipway.approval"),
        BOOT_MODE("slipway.boot.mode"),
        BOOT_INTERFACE("slipway.boot.interface"),
        BOOT_RANGE_START("slipway.boot.range-start"),
        BOOT_RANGE_END("slipway.boot.range-end");

        private final String property;

        Setting(String property) {
            this.property = property;
        }

        String from(SlipwayProperties properties) {
            return switch (this) {
                case ORGANISATION -> properties.organisation();
                case APPROVAL -> properties.approval().name();
                case BOOT_MODE -> mode(properties.boot().mode()).name();
                case BOOT_INTERFACE -> properties.boot().interfaceName();
                case BOOT_RANGE_START -> properties.boot().rangeStart();
                case BOOT_RANGE_END -> properties.boot().rangeEnd();
            };
        }

        private static BootSettings.Mode mode(SlipwayProperties.Boot.Mode mode) {
            return switch (mode) {
                case OFF -> BootSettings.Mode.OFF;
                case PROXY -> BootSettings.Mode.PROXY_DHCP;
                case DHCP -> BootSettings.Mode.DHCP;
            };
        }
    }

    public String siteCode() {
        return properties.siteCode();
    }

    public String organisation() {
        return value(Setting.ORGANISATION);
    }

    /** Whether an unknown machine waits for an administrator, or is let in by itself. */
    public Approval approval() {
        return Approval.valueOf(value(Setting.APPROVAL));
    }

    public BootSettings boot() {
        return new BootSettings(
                BootSettings.Mode.valueOf(value(Setting.BOOT_MODE)),
                value(Setting.BOOT_INTERFACE),
                value(Setting.BOOT_RANGE_START),
                value(Setting.BOOT_RANGE_END));
    }

    /** Changes all settings in one step. */
    public void change(String organisation, Approval approval, BootSettings boot) {
        if (organisation.length() > 100) {
            throw SettingInvalid.of("organisation", "The organisation's name has at most 100 characters.");
        }
        SettingInvalid.check(boot);
        database.change(handle -> {
            store(handle, Setting.ORGANISATION.name(), organisation);
            store(handle, Setting.APPROVAL.name(), approval.name());
            store(handle, Setting.BOOT_MODE.name(), boot.mode().name());
            store(handle, Setting.BOOT_INTERFACE.name(), boot.interfaceName());
            store(handle, Setting.BOOT_RANGE_START.name(), boot.rangeStart());
            store(handle, Setting.BOOT_RANGE_END.name(), boot.rangeEnd());
            events.publish(handle, "site", properties.siteCode(), Event.Change.CHANGED);
        });
        values = database.read(SiteSettings::load);
        listeners.forEach(Runnable::run);
    }

    /** Is called after each change, on the thread that changed. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    private String value(Setting setting) {
        String stored = values.get(setting.name());
        return stored == null ? setting.from(properties) : stored;
    }

    private void fixSiteCode(Handle handle) {
        String first = load(handle).get("SITE_CODE");
        if (first == null) {
            store(handle, "SITE_CODE", properties.siteCode());
        } else if (!first.equals(properties.siteCode())) {
            throw new SlipwayException(
                    "site-code-fixed",
                    500,
                    "This data folder belongs to site " + first + ", so slipway.site-code cannot be "
                            + properties.siteCode() + ". Start with " + first + ", or with another data folder.");
        }
    }

    private static Map<String, String> load(Handle handle) {
        record Row(String name, String value) {}
        return handle.createQuery("select name, value from setting").mapTo(Row.class).stream()
                .collect(Collectors.toUnmodifiableMap(Row::name, Row::value));
    }

    private static void store(Handle handle, String name, String value) {
        handle.execute(
                "insert into setting (name, value) values (?, ?) on conflict (name) do update set value = excluded.value",
                name,
                value);
    }

    /** Whether somebody set the property, other than by the defaults inside the program. */
    private static boolean isGiven(ConfigurableEnvironment environment, String property) {
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (!source.getName().startsWith("configurationProperties")
                    && !source.getName().contains("class path resource [application.properties]")
                    && source.containsProperty(property)) {
                return true;
            }
        }
        return System.getenv(property.toUpperCase(java.util.Locale.ROOT)
                        .replace(".", "_")
                        .replace("-", ""))
                != null;
    }
}
