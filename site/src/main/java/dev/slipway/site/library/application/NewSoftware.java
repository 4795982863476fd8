package dev.slipway.site.library.application;

import dev.slipway.protocol.Json;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.library.PackageTexts;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An application or package to be added.
 *
 * @param manufacturer of an application also called its publisher
 * @param path folder with the content; null or blank: it has none
 * @param sourceAccount who opens the source; null: the account that runs the site
 * @param programs of a package
 * @param deploymentTypes of an application
 */
public record NewSoftware(
        @Nullable String name,
        @Nullable String version,
        @Nullable String comment,
        @Nullable String manufacturer,
        @Nullable String language,
        @Nullable String path,
        @Nullable String sourceAccount,
        @Nullable List<Program.Draft> programs,
        @Nullable List<DeploymentType.Draft> deploymentTypes) {
    private static final int MOST = 100;

    /** @throws SlipwayException {@code request-invalid} */
    NewSoftware checked() {
        if (name == null || name.isBlank()) {
            throw SlipwayException.invalid("name", "Give it a name.");
        }
        PackageTexts.check(name, version, comment);
        programsOrNone();
        deploymentTypesOrNone();
        return this;
    }

    String requiredName() {
        return Objects.requireNonNull(name, "it was checked").strip();
    }

    String folder() {
        return path == null ? "" : path.strip();
    }

    List<Program> programsOrNone() {
        return checked("programs", programs, Program.Draft::checked, Program::name);
    }

    List<DeploymentType> deploymentTypesOrNone() {
        return checked("deploymentTypes", deploymentTypes, DeploymentType.Draft::checked, DeploymentType::name);
    }

    static <D, T> List<T> checked(
            String field, @Nullable List<D> drafts, BiFunction<D, String, T> check, Function<T, String> name) {
        List<D> given = Objects.requireNonNullElse(drafts, List.of());
        if (given.size() > MOST) {
            throw SlipwayException.invalid(field, "At most " + MOST + ".");
        }
        List<T> checked = IntStream.range(0, given.size())
                .mapToObj(i -> check.apply(given.get(i), field + "[" + i + "]"))
                .toList();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < checked.size(); i++) {
            if (!names.add(name.apply(checked.get(i)).toLowerCase(Locale.ROOT))) {
                throw SlipwayException.invalid(
                        field + "[" + i + "].name", "Another one has the name " + name.apply(checked.get(i)) + ".");
            }
        }
        return checked;
    }

    String encode() {
        return new String(Json.encode(this), StandardCharsets.UTF_8);
    }

    static NewSoftware decode(String json) {
        return Json.decode(json.getBytes(StandardCharsets.UTF_8), NewSoftware.class);
    }
}
