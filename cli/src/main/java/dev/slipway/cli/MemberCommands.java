package dev.slipway.cli;

import java.util.List;
import picocli.CommandLine.Parameters;

/** The members of a collection or of a group of points. */
final class MemberCommands {
    private MemberCommands() {}

    /** The command of those that have members. */
    interface Having extends KindCommand {
        Kind members();

        /** As {@code /members}, below the path of the object that has them. */
        String address();
    }

    abstract static class OnEach extends ObjectCommand {
        @Parameters(index = "1..*", arity = "1..*", paramLabel = "MEMBER", description = "Identifiers or names.")
        List<String> members = List.of();

        /** @return what is told of the member */
        abstract String act(SiteClient client, String path) throws CommandException, InterruptedException;

        @Override
        final ExitCode run(SiteClient client, Printer printer, String path)
                throws CommandException, InterruptedException {
            Having group = parent(Having.class);
            for (String member : members) {
                String id = group.members().id(client, member);
                String done = act(client, path + group.address() + "/" + id);
                printer.say(member + " " + done + " " + wanted + ".");
            }
            return ExitCode.OK;
        }
    }

    abstract static class Add extends OnEach {
        @Override
        String act(SiteClient client, String path) throws CommandException, InterruptedException {
            client.put(path);
            return "is in";
        }
    }

    abstract static class Remove extends OnEach {
        @Override
        String act(SiteClient client, String path) throws CommandException, InterruptedException {
            client.delete(path);
            return "is not in";
        }
    }
}
