package dev.slipway.site.deployment;

import dev.slipway.protocol.RunPolicy;
import dev.slipway.sequence.Secrets;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Hides the secrets of a run in what its machine reports. The machine does so first; this is for a machine that forgot (VAR-3). */
record Mask(List<String> secrets) {

    static Mask of(List<RunPolicy.Variable> variables, List<String> fromSequence) {
        // A secret of several lines arrives line by line. The longest first: one secret may be a part of another.
        return new Mask(Stream.concat(
                        variables.stream().filter(RunPolicy.Variable::secret).map(RunPolicy.Variable::value),
                        fromSequence.stream())
                .flatMap(String::lines)
                .map(String::strip)
                .filter(line -> line.length() >= 3)
                // A reference to a variable is no secret; its value is.
                .filter(line -> !line.matches("%[^%]+%"))
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList());
    }

    String apply(String text) {
        return Secrets.mask(text, secrets);
    }
}
