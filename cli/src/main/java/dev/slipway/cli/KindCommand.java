package dev.slipway.cli;

/** The command under which those about one kind of objects stand, as {@code slipway image}; they ask it which kind. */
interface KindCommand {
    Kind kind();
}
