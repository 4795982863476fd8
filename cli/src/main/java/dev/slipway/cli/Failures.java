package dev.slipway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells why a command did not do what it should: one line that ends with a stable code, and an exit code for programs. */
public final class Failures {
    /** Longer texts are what somebody typed, and say no more at their end. */
    private static final int LONGEST_LINE = 1000;

    private Failures() {}

    /** What picocli does not understand. A group without its command shows which it has, as whoever types it wants to know. */
    static int wrongUsage(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        tell(err, String.valueOf(wrong.getMessage()), "wrong-usage");
        boolean isUnmatched = wrong instanceof UnmatchedArgumentException;
        if (!command.getSubcommands().isEmpty() && !isUnmatched) {
            command.usage(err);
        } else if (!isUnmatched || !UnmatchedArgumentException.printSuggestions(wrong, err)) {
            err.println("See: " + command.getCommandSpec().qualifiedName() + " --help");
        }
        return ExitCode.USAGE.number();
    }

    static int failed(Exception failure, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        return switch (failure) {
            case CommandException refused -> {
                tell(err, refused.text(), refused.code());
                refused.details().forEach(detail -> err.println("  " + shown(detail)));
                yield refused.exitCode().number();
            }
            case InterruptedException interrupted -> ExitCode.INTERRUPTED.number();
            case FileSystemException broken -> {
                tell(err, reason(broken), "file-system");
                yield ExitCode.REFUSED.number();
            }
            case IOException broken -> {
                tell(err, String.valueOf(broken.getMessage()), "input-output");
                yield ExitCode.REFUSED.number();
            }
            case InvalidPathException wrong -> {
                tell(err, "\"" + wrong.getInput() + "\" is no path: " + wrong.getReason(), "path-invalid");
                yield ExitCode.USAGE.number();
            }
            default -> {
                tell(
                        err,
                        "The command failed for a reason that nobody foresaw: " + failure
                                + "; please report it as a defect",
                        "internal-error");
                yield ExitCode.REFUSED.number();
            }
        };
    }

    /** Java's own message of these is the bare path. */
    static String reason(FileSystemException broken) {
        String file = broken.getFile();
        return switch (broken) {
            case NoSuchFileException missing -> "There is no file or folder " + file + ".";
            case FileAlreadyExistsException taken -> file + " exists already.";
            case AccessDeniedException denied -> "You may not read or write " + file + ".";
            default -> String.valueOf(broken.getMessage());
        };
    }

    /** One line, whatever the text holds. */
    public static void tell(PrintWriter err, String text, String code) {
        err.println("slipway: " + shown(text) + " (" + code + ")");
    }

    /** In one line, and without what would steer a terminal: names may hold anything. */
    private static String shown(String text) {
        String line = text.strip().replaceAll("\\s+", " ").replaceAll("\\p{Cntrl}", "?");
        return line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "…" : line;
    }
}
