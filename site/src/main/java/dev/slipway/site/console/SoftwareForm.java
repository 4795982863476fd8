package dev.slipway.site.console;

import dev.slipway.site.SlipwayException;
import dev.slipway.site.library.application.AfterRun;
import dev.slipway.site.library.application.DeploymentType;
import dev.slipway.site.library.application.Detection;
import dev.slipway.site.library.application.NewSoftware;
import dev.slipway.site.library.application.Program;
import dev.slipway.site.library.application.RunMode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the forms of applications and packages. @param input what was typed */
record SoftwareForm(Map<String, String> input) {
    static final String[] TYPE_FIELDS = {
        "typeName",
        "contentFolder",
        "install",
        "uninstall",
        "runMode",
        "architecture",
        "requirements",
        "minutes",
        "successCodes",
        "restartCodes",
        "detectKind",
        "detectTarget",
        "detectValue",
        "detectAtLeast"
    };
    static final String[] PROGRAM_FIELDS = {
        "programName",
        "commandLine",
        "startIn",
        "runMode",
        "architecture",
        "minutes",
        "afterRun",
        "successCodes",
        "restartCodes"
    };

    private String text(String name) {
        return input.getOrDefault(name, "").strip();
    }

    private @Nullable String given(String name) {
        return ImagePages.given(input, name);
    }

    NewSoftware software(SoftwareKind kind) {
        return new NewSoftware(
                given("name"),
                given("version"),
                given("comment"),
                given("manufacturer"),
                given("language"),
                given("path"),
                given("sourceAccount"),
                kind.isApplication() || isEmpty(PROGRAM_FIELDS, "programName", "commandLine")
                        ? null
                        : List.of(program()),
                !kind.isApplication() || isEmpty(TYPE_FIELDS, "typeName", "install") ? null : List.of(type()));
    }

    /** Whether the optional step was left empty; fields with a default do not count. */
    private boolean isEmpty(String[] fields, String... that) {
        return Stream.of(that).allMatch(field -> text(field).isEmpty()) && fields.length > 0;
    }

    Program.Draft program() {
        return new Program.Draft(
                given("programName"),
                null,
                given("commandLine"),
                given("startIn"),
                runMode(),
                architectures(),
                minutes("programs[0].maxRunMinutes"),
                text("afterRun").isEmpty() ? null : AfterRun.valueOf(text("afterRun")),
                codes("successCodes", "programs[0].successCodes"),
                codes("restartCodes", "programs[0].restartCodes"));
    }

    DeploymentType.Draft type() {
        return new DeploymentType.Draft(
                given("typeName"),
                null,
                given("contentFolder"),
                given("install"),
                given("uninstall"),
                runMode(),
                architectures(),
                given("requirements"),
                minutes("deploymentTypes[0].estimatedMinutes"),
                null,
                codes("successCodes", "deploymentTypes[0].successCodes"),
                codes("restartCodes", "deploymentTypes[0].restartCodes"),
                detection());
    }

    private List<Detection> detection() {
        String target = text("detectTarget");
        String atLeast = text("detectAtLeast");
        Detection.Comparison comparison =
                atLeast.isEmpty() ? Detection.Comparison.EXISTS : Detection.Comparison.AT_LEAST;
        if (target.isEmpty()) {
            return List.of();
        }
        return switch (text("detectKind")) {
            case "folder" -> List.of(new Detection.FilePresent(target, true, comparison, atLeast));
            case "command" -> List.of(new Detection.Command(target, 0));
            case "registry" -> List.of(registry(target, comparison, atLeast));
            default -> List.of(new Detection.FilePresent(target, false, comparison, atLeast));
        };
    }

    private Detection registry(String target, Detection.Comparison comparison, String data) {
        int slash = target.indexOf('\\');
        String hive = slash < 0 ? target : target.substring(0, slash);
        String key = slash < 0 ? "" : target.substring(slash + 1);
        return new Detection.RegistryValue(hive, key, text("detectValue"), comparison, data);
    }

    private @Nullable RunMode runMode() {
        return text("runMode").isEmpty() ? null : RunMode.valueOf(text("runMode"));
    }

    private @Nullable List<String> architectures() {
        return text("architecture").isEmpty() ? null : List.of(text("architecture"));
    }

    private @Nullable Integer minutes(String at) {
        String text = text("minutes");
        if (text.isEmpty()) {
            return null;
        }
        if (!text.matches("[0-9]{1,4}")) {
            throw SlipwayException.invalid(at, "A number of minutes.");
        }
        return Integer.valueOf(text);
    }

    private @Nullable List<Integer> codes(String name, String at) {
        String text = text(name);
        if (text.isEmpty()) {
            return null;
        }
        List<String> words = Stream.of(text.split("[ ,;]+")).toList();
        if (words.stream().anyMatch(word -> !word.matches("-?[0-9]{1,9}"))) {
            throw SlipwayException.invalid(at, "Exit codes, parted by blanks.");
        }
        return words.stream().map(Integer::valueOf).toList();
    }
}
