package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.site.Role;
import dev.slipway.site.TestSite;
import dev.slipway.site.access.WrongInputFixtures;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Walks the tree of commands and gives each parameter and option nonsense, against a whole site: every command ends with a documented exit
 * code and one line that says what is wrong, and none says that it did what it did not.
 */
class WrongArgumentsTest {
    private static final Set<Integer> DOCUMENTED = Set.of(0, 1, 2, 3, 4, 5);
    private static final String LONG = "x".repeat(100_000);
    private static final String ODD = "a\u0000b\u0007\u001b[31m\n\ud83d\udea2";
    private static final List<String> WRONG_TEXTS = List.of("", LONG, ODD);
    private static final List<String> WRONG_NUMBERS = List.of("", "-1", "x", "99999999999999999999");
    /** Where nothing can be written. */
    private static final List<String> WRONG_PATHS = List.of("", LONG, ODD, "/proc/none/x", "none/../none/x");
    /** No object is called so, whatever the others have renamed. */
    private static final List<String> WRONG_OBJECTS = List.of(
            "",
            "y".repeat(100_000),
            "c\u0000d\u001b[31m\n",
            "-2",
            "\ud83d\udea2 none",
            "../../../../none",
            "77777777777777777777",
            "%2f%2e");

    private static final List<String> WRONG_SITES =
            List.of("", "x", "ftp://localhost", "http://", "http://[::1", "http://localhost:99999", "http://a/?b=c");
    /** What the labels of parameters call objects that must exist. */
    private static final Set<String> OBJECTS = Set.of(
            "OBJECT",
            "PACKAGE",
            "POINT",
            "GROUP",
            "COLLECTION",
            "DEVICE",
            "DRIVER",
            "DRIVER-PACKAGE",
            "MEMBER",
            "SEQUENCE",
            "BOOT-IMAGE",
            "SCOPE",
            "ID");

    private static final Set<String> PATHS = Set.of("SOURCE", "FILE", "FOLDER", "PATH", "WIM", "DIR", "TARGET");
    private static final AtomicInteger COUNTER = new AtomicInteger();
    private static final StringWriter OUT = new StringWriter();
    private static final StringWriter ERR = new StringWriter();

    @TempDir
    static Path folder;

    private static TestSite site;
    private static Map<String, String> known;

    @BeforeAll
    static void start() throws Exception {
        site = TestSite.start(folder, "--slipway.approval=automatic");
        known = new HashMap<>(WrongInputFixtures.make(site, folder));
        known.put("softwareId", made("/software-packages"));
        known.put("boundaryGroupId", made("/boundary-groups"));
        known.put("scopeId", made("/security-scopes"));
        known.put(
                "operationId",
                site.get("/operations").json().get("items").get(0).get("id").asString());
    }

    private static String made(String path) throws Exception {
        TestSite.Answer answer = site.api("POST", path, "{\"name\":\"Of the shell\"}");
        return answer.status() == 202
                ? site.ended(answer).get("subject").asString()
                : answer.json().get("id").asString();
    }

    @AfterAll
    static void stop() {
        if (site != null) {
            site.close();
        }
    }

    /** @param mustFail whether nothing but a refusal that names what is wrong is right */
    private record Call(List<String> arguments, String wrong, boolean mustFail) {
        @Override
        public String toString() {
            return "slipway " + shortened(String.join(" ", arguments));
        }
    }

    @Test
    @Timeout(180)
    void everyCommandSaysWhatIsWrongAndEndsWithADocumentedCode() throws Exception {
        Map<String, String> environment = Map.of(
                "SLIPWAY_SITE",
                "http://localhost:" + site.httpPort(),
                "SLIPWAY_TOKEN",
                site.tokenOf(Role.FULL_ADMINISTRATOR));
        CommandLine slipway = Main.line(new Terminal(
                new PrintWriter(OUT, true),
                new PrintWriter(ERR, true),
                new ByteArrayInputStream("a password\n".getBytes(StandardCharsets.UTF_8)),
                Optional.empty(),
                environment,
                folder.resolve("configuration")));
        // What deletes comes last, for what it deletes.
        List<CommandSpec> commands = leaves(slipway)
                .filter(command -> !command.name().equals("help"))
                .sorted(Comparator.comparing(command -> command.name().matches("remove|delete|logout|revoke.*")))
                .toList();
        assertThat(commands).hasSizeGreaterThan(120);
        Set<String> complaints = new TreeSet<>();
        int asked = 0;
        for (CommandSpec command : commands) {
            for (Call call : calls(command)) {
                asked++;
                run(slipway, call).ifPresent(complaint -> complaints.add(call + " → " + complaint));
            }
        }
        assertThat(complaints).as("%d of %d calls", complaints.size(), asked).isEmpty();
    }

    private static Stream<CommandSpec> leaves(CommandLine line) {
        if (line.getSubcommands().isEmpty()) {
            return Stream.of(line.getCommandSpec());
        }
        return line.getSubcommands().values().stream().distinct().flatMap(WrongArgumentsTest::leaves);
    }

    private static List<Call> calls(CommandSpec command) {
        List<Call> calls = new ArrayList<>();
        List<String> right = right(command, null, "");
        calls.add(new Call(with(right, "--no-such-option"), "--no-such-option", true));
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            if (parameter.arity().min() > 0) {
                calls.add(new Call(path(command), "", true));
            }
            for (String wrong : wrong(parameter)) {
                calls.add(new Call(right(command, parameter, wrong), wrong, isObject(parameter)));
            }
        }
        for (OptionSpec option : command.options()) {
            String name = option.longestName();
            boolean isCommon = List.of("--output", "--site", "--search", "--sort", "--folder")
                    .contains(name);
            if (option.arity().max() == 0
                    || isCommon && !command.qualifiedName().equals("slipway image list")) {
                continue;
            }
            calls.add(new Call(with(right, name), "", true));
            for (String wrong : name.equals("--site") ? WRONG_SITES : wrong(option)) {
                boolean mustFail = isObject(option) || name.equals("--site") || name.equals("--output");
                calls.add(new Call(with(right, name, wrong), wrong, mustFail));
            }
        }
        return calls;
    }

    private static List<String> wrong(ArgSpec argument) {
        if (isObject(argument)) {
            return WRONG_OBJECTS;
        }
        if (isPath(argument)) {
            return WRONG_PATHS;
        }
        return argument.type() == String.class || argument.auxiliaryTypes()[0] == String.class
                ? WRONG_TEXTS
                : WRONG_NUMBERS;
    }

    private static boolean isPath(ArgSpec argument) {
        return argument.type() == Path.class || PATHS.contains(argument.paramLabel());
    }

    private static boolean isObject(ArgSpec argument) {
        return OBJECTS.contains(argument.paramLabel());
    }

    private static List<String> path(CommandSpec command) {
        return List.of(command.qualifiedName().replaceFirst("^slipway ", "").split(" "));
    }

    private static List<String> with(List<String> arguments, String... more) {
        return Stream.concat(arguments.stream(), Arrays.stream(more)).toList();
    }

    /** What would do its work, but for one parameter. */
    private static List<String> right(CommandSpec command, @Nullable ArgSpec wrongOne, String wrong) {
        List<String> arguments = new ArrayList<>(path(command));
        for (OptionSpec option : command.options()) {
            if (option.required()) {
                arguments.add(option.longestName());
                arguments.add(sample(command, option));
            }
        }
        if (command.findOption("--no-wait") != null) {
            arguments.add("--no-wait");
        }
        if (command.qualifiedName().equals("slipway bootimage build")) {
            arguments.addAll(List.of("--agent", "/no-such-folder"));
        }
        if (command.name().equals("set-type")) {
            arguments.addAll(List.of("--detect-folder", "/opt/one"));
        }
        if (command.findOption("--group") != null) {
            arguments.addAll(List.of("--point", "SITE"));
        }
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            arguments.add(parameter == wrongOne ? wrong : sample(command, parameter));
        }
        return arguments;
    }

    private static String sample(CommandSpec command, ArgSpec argument) {
        String group = command.parent().name();
        return switch (argument.paramLabel()) {
            case "OBJECT", "ID", "PACKAGE", "DRIVER-PACKAGE" -> ofGroup(group);
            case "POINT" -> "SITE";
            case "GROUP" -> known("groupId");
            case "COLLECTION" -> known("collectionId");
            case "DEVICE" -> known("deviceId");
            case "DRIVER" -> known("driverId");
            case "MEMBER" -> group.equals("collection") ? known("deviceId") : "SITE";
            case "SEQUENCE" -> known("sequenceId");
            case "BOOT-IMAGE" -> known("bootImageId");
            case "SCOPE" -> known("scopeId");
            case "TYPE" -> "image";
            case "FOLDER" ->
                group.equals("folder") || command.name().equals("move")
                        ? known("folderId")
                        : folder + "/no-such-folder";
            case "INDEX", "VERSION" -> "1";
            case "points|site" -> "site";
            case "on|off" -> "off";
            case "NAME=VALUE" -> "Colour=blue";
            case "ACCOUNT=ACCESS" -> "*users=read";
            // A name of its own, so that nothing is refused for its name but what is wrong.
            default -> (isPath(argument) ? folder + "/" : "") + "no-such-" + COUNTER.incrementAndGet();
        };
    }

    private static String known(String name) {
        return Objects.requireNonNull(known.get(name));
    }

    private static String ofGroup(String group) {
        return switch (group) {
            case "image", "lock", "access", "content" -> known("imageId");
            case "upgrade-package" -> known("upgradePackageId");
            case "bootimage" -> known("bootImageId");
            case "application" -> known("applicationId");
            case "package" -> known("softwareId");
            case "driver" -> known("driverId");
            case "driver-package" -> known("driverPackageId");
            case "sequence" -> known("sequenceId");
            case "deployment" -> known("deploymentId");
            case "device" -> known("deviceId");
            case "collection" -> known("collectionId");
            case "point" -> "SITE";
            case "point-group" -> known("groupId");
            case "boundary-group" -> known("boundaryGroupId");
            case "scope" -> known("scopeId");
            case "operation" -> known("operationId");
            default -> "no-such";
        };
    }

    /** @return what is wrong with how the command ended; empty for nothing */
    private static Optional<String> run(CommandLine slipway, Call call) {
        OUT.getBuffer().setLength(0);
        ERR.getBuffer().setLength(0);
        Instant begin = Instant.now();
        int code = slipway.execute(call.arguments().toArray(String[]::new));
        Duration took = Duration.between(begin, Instant.now());
        String err = ERR.toString();
        String first = err.lines().findFirst().orElse("");
        if (!DOCUMENTED.contains(code)) {
            return Optional.of("exit code " + code);
        }
        if (took.compareTo(Duration.ofSeconds(10)) > 0) {
            return Optional.of("took " + took);
        }
        if (code == 0) {
            return call.mustFail() ? Optional.of("was believed: " + shortened(OUT + err)) : Optional.empty();
        }
        if (!first.matches("slipway: .{10,1100} \\([a-z][a-z0-9-]+\\)") || first.contains("(internal-error)")) {
            return Optional.of(code + ": " + shortened(err));
        }
        if ((OUT + err).contains("Exception") || err.matches("(?s).*[\\p{Cntrl}&&[^\n]].*")) {
            return Optional.of("shows its inside: " + shortened(err));
        }
        boolean isNamed = call.wrong().isBlank()
                || call.wrong().length() > 100
                || call.wrong().matches("(?s).*\\p{Cntrl}.*")
                || err.contains(call.wrong());
        if (call.mustFail() && !isNamed) {
            return Optional.of("does not name it: " + shortened(err));
        }
        return Optional.empty();
    }

    private static String shortened(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() > 250 ? line.substring(0, 250) + "…" : line;
    }
}
