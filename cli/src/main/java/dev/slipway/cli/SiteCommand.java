package dev.slipway.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that asks the site. */
abstract class SiteCommand implements Callable<Integer> {
    /** How to print results. */
    enum Format {
        text,
        json
    }

    private static final int HIGHEST_PORT = 65_535;

    @Spec
    @Nullable
    CommandSpec spec;

    @Option(
            names = "--site",
            paramLabel = "URL",
            description = "Address of the site; else SLIPWAY_SITE, the last login, http://localhost:8080.")
    @Nullable
    String site;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text for people, json for programs.")
    Format format = Format.text;

    /** Does the work. */
    abstract ExitCode run(SiteClient client, Printer printer)
            throws CommandException, InterruptedException, IOException;

    @Override
    public final Integer call() throws CommandException, InterruptedException, IOException {
        Terminal terminal = terminal();
        Optional<Credentials> kept = Credentials.load(terminal);
        URI address = address(terminal, site, kept);
        String token = terminal.environment("SLIPWAY_TOKEN");
        String pin = pin("SLIPWAY_CERTIFICATE_SHA256", terminal.environment("SLIPWAY_CERTIFICATE_SHA256"));
        if (kept.isPresent() && kept.get().site().equals(address)) {
            token = token.isEmpty() ? kept.get().token() : token;
            pin = pin.isEmpty() ? kept.get().certificateSha256() : pin;
        }
        if (!token.matches("[\\x21-\\x7e]*")) {
            throw new CommandException(ExitCode.FORBIDDEN, "token-invalid", "SLIPWAY_TOKEN holds no token of a site.");
        }
        try (SiteClient client = new SiteClient(address, token, pin)) {
            return run(client, new Printer(terminal.out(), terminal.err(), format))
                    .number();
        }
    }

    /**
     * @param given on the command line, which goes before SLIPWAY_SITE and the last login
     * @throws CommandException when it is no web address
     */
    static URI address(Terminal terminal, @Nullable String given, Optional<Credentials> kept) throws CommandException {
        String named = given == null ? terminal.environment("SLIPWAY_SITE") : given;
        if (given == null && named.isEmpty()) {
            return kept.map(Credentials::site).orElse(Credentials.DEFAULT_SITE);
        }
        try {
            URI address = new URI(named.replaceFirst("/+$", ""));
            boolean isWeb = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
            if (isWeb
                    && address.getHost() != null
                    && address.getPort() <= HIGHEST_PORT
                    && address.getRawUserInfo() == null
                    && address.getRawQuery() == null
                    && address.getRawFragment() == null) {
                return address;
            }
        } catch (URISyntaxException e) {
            throw notAnAddress(named, e.getReason());
        }
        throw notAnAddress(named, "it begins with http:// or https://, then the server's name and port");
    }

    private static CommandException notAnAddress(String named, String why) {
        return new CommandException(
                ExitCode.USAGE, "site-invalid", "\"" + named + "\" is no address of a site: " + why + ".");
    }

    /**
     * Colons and capital letters do not matter.
     *
     * @param name of the option or variable that holds it
     */
    static String pin(String name, String given) throws CommandException {
        String pin = given.replace(":", "").toLowerCase(Locale.ROOT);
        if (!pin.matches("|[0-9a-f]{64}")) {
            throw new CommandException(ExitCode.USAGE, "certificate-invalid", name + " is 64 hex digits.");
        }
        return pin;
    }

    /** What the commands of this group are about. */
    Kind kind() {
        return parent(KindCommand.class).kind();
    }

    <P extends KindCommand> P parent(Class<P> type) {
        return type.cast(specification().parent().userObject());
    }

    Terminal terminal() {
        return Main.terminal(specification());
    }

    private CommandSpec specification() {
        if (spec == null) {
            throw new IllegalStateException("a command runs only under picocli");
        }
        return spec;
    }
}
