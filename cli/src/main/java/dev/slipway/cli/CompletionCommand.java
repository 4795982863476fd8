package dev.slipway.cli;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "completion",
        description = "Print a script that lets bash or zsh complete commands and options.",
        footer = "%nUse it in this shell:%n  source <(./slipway completion)%n")
final class CompletionCommand implements Runnable {
    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public void run() {
        if (spec == null) {
            throw new IllegalStateException("a command runs only under picocli");
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(AutoComplete.bash("slipway", spec.root().commandLine()));
        out.flush();
    }
}
