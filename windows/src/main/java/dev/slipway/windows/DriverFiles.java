package dev.slipway.windows;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Follows the install sections of a driver's models to the files that they copy and the services that they make. */
final class DriverFiles {
    private static final int MAX_FILES = 50_000;

    private final InfFile file;
    private final Set<DriverFile> files = new LinkedHashSet<>();
    private boolean startsWithTheLoader;

    private record Install(String section, DriverArchitecture architecture) {}

    DriverFiles(InfFile file, List<DriverModel> models) throws InfException {
        this.file = file;
        Set<Install> installs = new LinkedHashSet<>();
        models.forEach(model -> installs.add(new Install(model.installSection(), model.architecture())));
        for (DriverArchitecture architecture :
                models.stream().map(DriverModel::architecture).distinct().toList()) {
            addListed(architecture);
        }
        for (Install install : installs) {
            Optional<String> section = decorated(install);
            if (section.isPresent()) {
                follow(section.get(), install.architecture());
                follow(section.get() + ".CoInstallers", install.architecture());
                readServices(section.get() + ".Services");
            }
        }
    }

    /** What a source's list of files names is part of the driver, also where no section that is followed copies it. */
    private void addListed(DriverArchitecture architecture) throws InfException {
        for (String suffix : List.of("." + architecture.decoration(), "")) {
            for (InfLine line : file.section("SourceDisksFiles" + suffix)) {
                String folder = diskFolder(file.text(line.value(0)), architecture);
                add(join(join(folder, file.text(line.value(1))), file.text(line.key())), architecture.label());
            }
        }
    }

    /** True if a service of the driver has StartType 0, SERVICE_BOOT_START. */
    boolean startsWithTheLoader() {
        return startsWithTheLoader;
    }

    List<DriverFile> needed(List<String> catalogs) throws InfException {
        for (String catalog : catalogs) {
            add(catalog, "");
        }
        return List.copyOf(files);
    }

    /** Windows takes the section with the processor's name, else that with NT, else the plain one. */
    private Optional<String> decorated(Install install) {
        return java.util.stream.Stream.of(
                        install.section + ".NT" + install.architecture.decoration(),
                        install.section + ".NT",
                        install.section)
                .filter(file::has)
                .findFirst();
    }

    private void follow(String section, DriverArchitecture architecture) throws InfException {
        for (InfLine line : file.section(section)) {
            if (line.key().equalsIgnoreCase("CopyFiles")) {
                for (String value : line.values()) {
                    copyFiles(file.text(value), architecture);
                }
            } else if (line.key().equalsIgnoreCase("CopyINF")) {
                for (String value : line.values()) {
                    add(file.text(value), "");
                }
            }
        }
    }

    private void copyFiles(String name, DriverArchitecture architecture) throws InfException {
        if (name.startsWith("@")) {
            place(name.substring(1), architecture);
            return;
        }
        for (InfLine line : file.section(name)) {
            // Target name, source name if it differs, and more that does not matter here.
            String source = line.value(1).isEmpty() ? line.value(0) : line.value(1);
            place(file.text(source), architecture);
        }
    }

    /** Finds out in which folder of the source a file lies: SourceDisksFiles names its disk, SourceDisksNames the disk's folder. */
    private void place(String name, DriverArchitecture architecture) throws InfException {
        for (String suffix : List.of("." + architecture.decoration(), "")) {
            for (InfLine line : file.section("SourceDisksFiles" + suffix)) {
                if (InfFile.lower(file.text(line.key())).equals(InfFile.lower(name))) {
                    String folder = diskFolder(file.text(line.value(0)), architecture);
                    add(join(join(folder, file.text(line.value(1))), name), architecture.label());
                    return;
                }
            }
        }
        // Files of a LayoutFile come with Windows.
        if (file.value("Version", "LayoutFile").isEmpty()) {
            add(name, architecture.label());
        }
    }

    private String diskFolder(String disk, DriverArchitecture architecture) {
        for (String suffix : List.of("." + architecture.decoration(), "")) {
            for (InfLine line : file.section("SourceDisksNames" + suffix)) {
                if (file.text(line.key()).equalsIgnoreCase(disk)) {
                    return file.text(line.value(3));
                }
            }
        }
        return "";
    }

    private static String join(String folder, String name) {
        String start = folder.replace('\\', '/').replaceAll("^[./]+|/+$", "");
        String end = name.replace('\\', '/').replaceAll("^[./]+|/+$", "");
        return start.isEmpty() || end.isEmpty() ? start + end : start + "/" + end;
    }

    private void add(String path, String architecture) throws InfException {
        String relative = join("", path);
        if (relative.isEmpty()) {
            return;
        }
        if (files.size() >= MAX_FILES) {
            throw new InfException("The INF file copies more than " + MAX_FILES + " files.");
        }
        files.add(new DriverFile(relative, architecture));
    }

    private void readServices(String section) {
        for (InfLine line : file.section(section)) {
            if (line.key().equalsIgnoreCase("AddService")) {
                String start = file.value(file.text(line.value(2)), "StartType");
                startsWithTheLoader |= start.matches("0(x0+)?");
            }
        }
    }
}
