package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The guide and {@code --help} against the commands that there are. */
class GuideTest {
    private static final Path GUIDE = Path.of("..", "docs", "guide", "command-line.md");
    /** Programs of their own, which the launcher starts. */
    private static final Set<String> OTHERS = Set.of("distribution-point");

    private final CommandLine slipway = Main.line(new Terminal(
            new PrintWriter(new StringWriter()),
            new PrintWriter(new StringWriter()),
            new ByteArrayInputStream(new byte[0]),
            Optional.empty(),
            Map.of(),
            Path.of("")));

    @Test
    void theGuideNamesEveryCommandAndNoOther() throws IOException {
        Map<String, Set<String>> told = new TreeMap<>();
        for (String row : Files.readAllLines(GUIDE)) {
            List<String> quoted = row.startsWith("| `") ? quoted(row.split("\\|")[1]) : List.of();
            String group = "";
            for (String name : quoted) {
                String[] words = name.split(" ");
                if (words.length == 2) {
                    group = words[0];
                }
                told.computeIfAbsent(group.isEmpty() ? name : group, ignored -> new TreeSet<>())
                        .add(group.isEmpty() ? "" : words[words.length - 1]);
            }
        }
        told.keySet().removeAll(OTHERS);
        Map<String, Set<String>> real = new TreeMap<>();
        commands(slipway)
                .filter(command -> !command.name().equals("help"))
                .filter(command -> command.subcommands().isEmpty())
                .forEach(command -> {
                    boolean isAlone = command.parent() == slipway.getCommandSpec();
                    real.computeIfAbsent(
                                    isAlone ? command.name() : command.parent().name(), ignored -> new TreeSet<>())
                            .add(isAlone ? "" : command.name());
                });
        assertThat(told).isEqualTo(real);
    }

    @Test
    void theGuideAndTheHelpNameEveryExitCode() throws IOException {
        Set<Integer> told = Files.readAllLines(GUIDE).stream()
                .filter(row -> row.matches("\\| [0-9]+ \\|.*"))
                .map(row -> Integer.valueOf(row.split("\\|")[1].strip()))
                .collect(Collectors.toSet());
        assertThat(told)
                .isEqualTo(
                        Arrays.stream(ExitCode.values()).map(ExitCode::number).collect(Collectors.toSet()));
        assertThat(slipway.getCommandSpec().usageMessage().exitCodeList().keySet())
                .isEqualTo(told.stream().map(String::valueOf).collect(Collectors.toSet()));
    }

    @Test
    void everyCommandAndOptionSaysWhatItIsFor() {
        List<String> silent = new ArrayList<>();
        commands(slipway).forEach(command -> {
            if (command.usageMessage().description().length == 0) {
                silent.add(command.qualifiedName());
            }
            for (OptionSpec option : command.options()) {
                if (option.description().length == 0) {
                    silent.add(command.qualifiedName() + " " + option.longestName());
                }
            }
        });
        assertThat(silent).isEmpty();
    }

    @Test
    void everyExampleIsUnderstood() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(GUIDE));
        commands(slipway)
                .forEach(command -> lines.addAll(List.of(command.usageMessage().footer())));
        List<String> examples = lines.stream()
                .flatMap(line -> Pattern.compile("^(?:.*\\| )?\\s*(?:\\./)?slipway ([^|#]+)")
                        .matcher(line.replace("%%", "%"))
                        .results())
                .map(found -> found.group(1))
                .toList();
        assertThat(examples).hasSizeGreaterThan(25);
        for (String example : examples) {
            List<String> words = Pattern.compile("\"([^\"]*)\"|(\\S+)")
                    .matcher(example)
                    .results()
                    .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
                    .toList();
            assertThatCode(() -> slipway.parseArgs(words.toArray(String[]::new)))
                    .as(example)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void whatDeletesAsksFirst() {
        assertThat(commands(slipway)
                        .filter(command -> command.userObject() instanceof ObjectCommand.Remove)
                        .map(command -> command.findOption("--yes")))
                .hasSizeGreaterThan(10)
                .doesNotContainNull();
    }

    private static List<String> quoted(String cell) {
        return Pattern.compile("`([^`]+)`")
                .matcher(cell)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    private static Stream<CommandSpec> commands(CommandLine line) {
        return Stream.concat(
                Stream.of(line.getCommandSpec()),
                line.getSubcommands().values().stream().distinct().flatMap(GuideTest::commands));
    }
}
