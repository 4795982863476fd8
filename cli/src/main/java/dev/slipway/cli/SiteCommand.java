package dev.slipway.cli;

import java.io.IOException;
import java.net.URI;
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

    @Spec
    @Nullable
    CommandSpec spec;

    @Option(
            names = "--site",
            paramLabel = "URL",
            description = "Address of the site; else SLIPWAY_SITE, the last login, http://localhost:8080.")
    @Nullable
    URI site;

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
        URI address = address(terminal, kept);
        String token = terminal.environment("SLIPWAY_TOKEN");
        String pin = terminal.environment("SLIPWAY_CERTIFICATE_SHA256");
        if (kept.isPresent() && kept.get().site().equals(address)) {
            token = token.isEmpty() ? kept.get().token() : token;
            pin = pin.isEmpty() ? kept.get().certificateSha256() : pin;
        }
        try (SiteClient client = new SiteClient(address, token, pin)) {
            return run(client, new Printer(terminal.out(), terminal.err(), format))
                    .number();
        }
    }

    private URI address(Terminal terminal, Optional<Credentials> kept) throws CommandException {
        if (site != null) {
            return withoutSlash(site);
        }
        String wanted = terminal.environment("SLIPWAY_SITE");
        if (!wanted.isEmpty()) {
            return withoutSlash(URI.create(wanted));
        }
        return kept.map(Credentials::site).orElse(Credentials.DEFAULT_SITE);
    }

    /** @throws CommandException when it is no web address */
    static URI withoutSlash(URI address) throws CommandException {
        if (address.getHost() == null || !("http".equals(address.getScheme()) || "https".equals(address.getScheme()))) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "site-invalid",
                    address + " is no address of a site; it begins with http:// or https://.");
        }
        return URI.create(address.toString().replaceFirst("/+$", ""));
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
