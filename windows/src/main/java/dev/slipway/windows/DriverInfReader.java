package dev.slipway.windows;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds what an INF file says of its driver: the sections Version and Manufacturer, and all that these lead to. */
final class DriverInfReader {
    private static final int MAX_MODELS = 100_000;
    private static final int MAX_ID_CHARACTERS = 1000;
    private static final String EXTENSION_CLASS = "e2f84ce7-8efa-411c-aa69-97454ca4cb57";

    /** Classes whose devices may stand between the boot loader and the system's disk, by name and GUID. */
    private static final Set<String> BOOT_CLASSES = Set.of(
            "scsiadapter",
            "hdc",
            "system",
            "diskdrive",
            "volume",
            "volumesnapshot",
            "processor",
            "keyboard",
            "usb",
            "4d36e97b-e325-11ce-bfc1-08002be10318",
            "4d36e96a-e325-11ce-bfc1-08002be10318",
            "4d36e97d-e325-11ce-bfc1-08002be10318",
            "4d36e967-e325-11ce-bfc1-08002be10318");

    private static final Pattern DATE = Pattern.compile("(\\d{1,2})[/-](\\d{1,2})[/-](\\d{4})");

    private final InfFile file;
    private final List<DriverModel> models = new ArrayList<>();

    DriverInfReader(InfFile file) {
        this.file = file;
    }

    DriverInf read() throws InfException {
        if (!file.has("Version")) {
            throw new InfException("The INF file has no section [Version], so it is no driver's.");
        }
        String deviceClass = file.value("Version", "Class");
        String guid = InfFile.lower(file.value("Version", "ClassGuid")).replaceAll("[{}]", "");
        List<String> driverVersion = driverVersion();
        readModels();
        if (models.isEmpty()) {
            throw new InfException("The INF file names no device in the models of its section [Manufacturer].");
        }
        Set<DriverArchitecture> architectures = EnumSet.noneOf(DriverArchitecture.class);
        models.forEach(model -> architectures.add(model.architecture()));
        List<String> catalogs = catalogs();
        DriverFiles files = new DriverFiles(file, models);
        boolean bootClass = BOOT_CLASSES.contains(InfFile.lower(deviceClass)) || BOOT_CLASSES.contains(guid);
        return new DriverInf(
                file.value("Version", "Provider"),
                deviceClass,
                guid,
                date(driverVersion.getFirst()),
                driverVersion.getLast(),
                catalogs,
                models,
                architectures,
                bootClass || files.startsWithTheLoader(),
                guid.equals(EXTENSION_CLASS) || deviceClass.equalsIgnoreCase("Extension"),
                files.needed(catalogs));
    }

    /** Date and version. */
    private List<String> driverVersion() {
        for (InfLine line : file.section("Version")) {
            if (line.key().equalsIgnoreCase("DriverVer")) {
                return List.of(file.text(line.value(0)), file.text(line.value(1)));
            }
        }
        return List.of("", "");
    }

    private static Optional<LocalDate> date(String text) {
        Matcher matcher = DATE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.of(
                    Integer.parseInt(matcher.group(3)),
                    Integer.parseInt(matcher.group(1)),
                    Integer.parseInt(matcher.group(2))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private List<String> catalogs() {
        Set<String> catalogs = new LinkedHashSet<>();
        for (InfLine line : file.section("Version")) {
            String key = InfFile.lower(line.key());
            if ((key.equals("catalogfile") || key.startsWith("catalogfile."))
                    && !line.value(0).isEmpty()) {
                catalogs.add(file.text(line.value(0)).strip());
            }
        }
        return List.copyOf(catalogs);
    }

    private void readModels() throws InfException {
        Set<String> seen = new LinkedHashSet<>();
        for (InfLine line : file.section("Manufacturer")) {
            String models = file.text(line.value(0));
            String manufacturer = line.key().isEmpty() ? models : file.text(line.key());
            List<String> systems = new ArrayList<>();
            systems.add("");
            line.values().stream().skip(1).map(file::text).forEach(systems::add);
            for (String system : systems) {
                String section = system.isEmpty() ? models : models + "." + system;
                Optional<DriverArchitecture> architecture = DriverArchitecture.of(system);
                if (architecture.isPresent() && seen.add(InfFile.lower(section))) {
                    readModels(manufacturer, section, architecture.get(), osVersion(system));
                }
            }
        }
    }

    /** {@code NTamd64.10.0...16299}: major, minor, product type, suite, build. */
    private static String osVersion(String system) {
        String[] parts = system.split("\\.", -1);
        if (parts.length < 2 || parts[1].isEmpty()) {
            return "";
        }
        String minor = parts.length > 2 && !parts[2].isEmpty() ? parts[2] : "0";
        String build = parts.length > 5 && !parts[5].isEmpty() ? "." + parts[5] : "";
        return parts[1] + "." + minor + build;
    }

    private void readModels(String manufacturer, String section, DriverArchitecture architecture, String osVersion)
            throws InfException {
        for (InfLine line : file.section(section)) {
            List<String> ids = line.values().stream()
                    .skip(1)
                    .map(file::text)
                    .filter(id -> !id.isEmpty() && id.length() <= MAX_ID_CHARACTERS)
                    .toList();
            if (line.key().isEmpty()) {
                continue;
            }
            if (models.size() >= MAX_MODELS) {
                throw new InfException("The INF file names more than " + MAX_MODELS + " devices.");
            }
            models.add(new DriverModel(
                    manufacturer,
                    file.text(line.key()),
                    ids.isEmpty() ? "" : ids.getFirst(),
                    ids.isEmpty() ? List.of() : ids.subList(1, ids.size()),
                    architecture,
                    osVersion,
                    file.text(line.value(0))));
        }
    }
}
