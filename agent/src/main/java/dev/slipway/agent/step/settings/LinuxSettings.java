package dev.slipway.agent.step.settings;

import dev.slipway.agent.step.Chroot;
import dev.slipway.sequence.StepContext;
import dev.slipway.sequence.StepFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Writes settings into the configuration files of a Linux system that is not running. */
final class LinuxSettings {
    /** RFC 1123 2.1. */
    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

    private static final Pattern LOCALE = Pattern.compile("([a-z]{2,3})-([A-Z]{2})");

    /** Keyboards of languages whose layout is not called like the language. */
    private static final Map<String, String> LAYOUTS = Map.ofEntries(
            Map.entry("en-us", "us"),
            Map.entry("en-gb", "gb"),
            Map.entry("en-ca", "us"),
            Map.entry("en-au", "us"),
            Map.entry("de-ch", "ch"),
            Map.entry("fr-ch", "ch"),
            Map.entry("fr-ca", "ca"),
            Map.entry("fr-be", "be"),
            Map.entry("nl-be", "be"),
            Map.entry("pt-br", "br"),
            Map.entry("es-mx", "latam"),
            Map.entry("da", "dk"),
            Map.entry("sv", "se"),
            Map.entry("nb", "no"),
            Map.entry("cs", "cz"),
            Map.entry("el", "gr"),
            Map.entry("ja", "jp"),
            Map.entry("ko", "kr"),
            Map.entry("uk", "ua"),
            Map.entry("et", "ee"),
            Map.entry("sl", "si"),
            Map.entry("en", "us"));

    private final Chroot chroot;
    private final Path root;
    private final StepContext context;

    LinuxSettings(Chroot chroot, StepContext context) {
        this.chroot = chroot;
        this.root = chroot.root();
        this.context = context;
    }

    void write(SystemSettings settings) throws StepFailedException, IOException, InterruptedException {
        if (!settings.computerName().isEmpty()) {
            hostName(settings.computerName());
        }
        if (!settings.timeZone().isEmpty()) {
            timeZone(settings.timeZone());
        }
        String locale = settings.userLocale().isEmpty() ? settings.systemLocale() : settings.userLocale();
        if (!locale.isEmpty()) {
            locale(locale);
        }
        if (!settings.inputLocale().isEmpty()) {
            keyboard(settings.inputLocale());
        }
        administrator(settings);
        if (!settings.productKey().isEmpty()) {
            context.log("The product key is of no use to a Linux system and is left out.");
        }
    }

    private void hostName(String name) throws StepFailedException, IOException {
        if (!HOST_NAME.matcher(name).matches()) {
            throw new StepFailedException(
                    "computer-name",
                    "'" + name
                            + "' cannot be a host's name: 1 to 63 letters, digits and hyphens, no hyphen at the ends. Set"
                            + " OSDComputerName.");
        }
        String host = name.toLowerCase(Locale.ROOT);
        replace("etc/hostname", List.of(host));
        List<String> hosts = new ArrayList<>();
        for (String line : read("etc/hosts")) {
            if (!line.startsWith("127.0.1.1")) {
                hosts.add(line);
            }
        }
        hosts.add("127.0.1.1 " + host);
        replace("etc/hosts", hosts);
        context.log("The computer is called " + host);
    }

    private void timeZone(String name) throws StepFailedException, IOException {
        String zone = TimeZones.iana(name)
                .orElseThrow(() -> new StepFailedException(
                        "time-zone", "'" + name + "' is no time zone known to Windows or IANA. Correct OSDTimeZone."));
        if (!Files.exists(root.resolve("usr/share/zoneinfo").resolve(zone))) {
            context.log(
                    "Warning: the image lacks the time zone " + zone + " (package tzdata); it is set nevertheless.");
        }
        Path link = root.resolve("etc/localtime");
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, Path.of("/usr/share/zoneinfo/" + zone));
        replace("etc/timezone", List.of(zone));
    }

    private void locale(String windowsName) throws IOException, InterruptedException {
        var matcher = LOCALE.matcher(windowsName);
        if (!matcher.matches()) {
            context.log("Warning: '" + windowsName + "' is no locale like de-DE; the image's own stays.");
            return;
        }
        String locale = matcher.group(1) + "_" + matcher.group(2) + ".UTF-8";
        if (!chroot.has("locale-gen")) {
            context.log("Warning: the image cannot make locales (package locales); its own stays.");
            return;
        }
        List<String> wanted = new ArrayList<>(read("etc/locale.gen"));
        wanted.removeIf(line -> line.equals(locale + " UTF-8"));
        wanted.add(locale + " UTF-8");
        replace("etc/locale.gen", wanted);
        chroot.require("locale-gen");
        replace("etc/default/locale", List.of("LANG=" + locale));
    }

    private void keyboard(String inputLocale) throws IOException {
        String name = inputLocale.toLowerCase(Locale.ROOT);
        if (!name.matches("[a-z]{2,3}(-[a-z]{2})?")) {
            context.log("Warning: '" + inputLocale + "' is no input locale like de-DE; the image's keyboard stays.");
            return;
        }
        String language = name.split("-", 2)[0];
        String layout = Optional.ofNullable(LAYOUTS.get(name))
                .or(() -> Optional.ofNullable(LAYOUTS.get(language)))
                .orElse(language);
        List<String> lines = new ArrayList<>(read("etc/default/keyboard"));
        lines.removeIf(line -> line.startsWith("XKBLAYOUT="));
        lines.add("XKBLAYOUT=\"" + layout + "\"");
        replace("etc/default/keyboard", lines);
    }

    /** The password goes through standard input: arguments are visible to every program. */
    private void administrator(SystemSettings settings) throws IOException, InterruptedException {
        if (settings.randomAdministratorPassword()) {
            chroot.require("usermod", "--lock", "root");
            context.log("The account root cannot log on with a password.");
            return;
        }
        if (settings.administratorPassword().isEmpty()) {
            return;
        }
        StringBuilder accounts = new StringBuilder("root:" + settings.administratorPassword() + "\n");
        if (read("etc/passwd").stream().anyMatch(line -> line.startsWith("administrator:"))) {
            accounts.append("administrator:")
                    .append(settings.administratorPassword())
                    .append('\n');
        }
        chroot.requireWithInput(
                accounts.toString().getBytes(StandardCharsets.UTF_8), "chpasswd", "--crypt-method", "SHA512");
        context.log("The password of the account root is set.");
    }

    private List<String> read(String file) throws IOException {
        Path path = root.resolve(file);
        return Files.exists(path) ? Files.readAllLines(path) : List.of();
    }

    private void replace(String file, List<String> lines) throws IOException {
        Path path = root.resolve(file);
        Path beside = path.resolveSibling(path.getFileName() + ".new");
        Files.createDirectories(beside.resolveSibling(".").normalize());
        Files.writeString(beside, String.join("\n", lines) + "\n");
        Files.move(beside, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
