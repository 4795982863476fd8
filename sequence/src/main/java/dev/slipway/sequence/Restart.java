package dev.slipway.sequence;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** A restart before the next step. @param delay how long the message stands first */
public record Restart(Target target, Duration delay, String message) {

    /** Into the boot environment, or into the installed operating system. */
    public enum Target {
        WINPE("WinPE"),
        HD("HD");

        private final String text;

        Target(String text) {
            this.text = text;
        }

        public Environment environment() {
            return this == WINPE ? Environment.WINPE : Environment.FULL_OS;
        }

        /** @return empty for anything but WinPE and HD, in any case */
        public static Optional<Target> of(String text) {
            return Arrays.stream(values())
                    .filter(t -> t.text.equalsIgnoreCase(text))
                    .findFirst();
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
