package dev.slipway.cli;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
        name = "login",
        description = {
            "Log in to a site and remember it.",
            "The password is asked for, or read from the first line of the standard input. For a site with a certificate of its own, --certificate pins it."
        })
final class LoginCommand implements Callable<Integer> {
    @Spec
    @Nullable
    CommandSpec spec;

    @Option(
            names = "--site",
            paramLabel = "URL",
            description = "Address of the site; else SLIPWAY_SITE, http://localhost:8080.")
    @Nullable
    String site;

    @Option(
            names = "--account",
            paramLabel = "NAME",
            defaultValue = "admin",
            description = "Default: ${DEFAULT-VALUE}.")
    String account = "admin";

    @Option(
            names = "--certificate",
            paramLabel = "SHA256",
            defaultValue = "",
            description = "SHA-256 of the site's certificate in hex, as its Settings page shows it.")
    String certificate = "";

    @Option(
            names = "--hours",
            defaultValue = "12",
            description = "How long the login lasts. Default: ${DEFAULT-VALUE}.")
    int hours = 12;

    @Override
    public Integer call() throws CommandException, InterruptedException, IOException {
        Terminal terminal = Main.terminal(spec);
        URI address = SiteCommand.address(terminal, site, Optional.empty());
        String pin = SiteCommand.pin("--certificate", certificate);
        String password = terminal.readSecret("Password of " + account);
        try (SiteClient client = new SiteClient(address, "", pin)) {
            JsonNode answer = client.post(
                    "/tokens",
                    Map.of("account", account, "password", password, "name", "slipway login", "lifetimeHours", hours));
            new Credentials(address, Fields.text(answer, "account"), Fields.text(answer, "token"), pin).save(terminal);
            terminal.out()
                    .println("Logged in to " + address + " as " + Fields.text(answer, "account") + " ("
                            + Readable.word(Fields.text(answer, "role")) + ") until "
                            + Readable.time(Fields.text(answer, "expiresAt")) + ".");
        }
        return ExitCode.OK.number();
    }
}
