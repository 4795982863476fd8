package dev.slipway.agent.log;

import java.util.Map;

/** A key as a terminal sends it. */
sealed interface Key {
    /** A character that was typed. */
    record Typed(char character) implements Key {}

    /** A key without a character. */
    enum Named implements Key {
        UP,
        DOWN,
        PAGE_UP,
        PAGE_DOWN,
        HOME,
        END,
        ENTER,
        ERASE,
        ESCAPE
    }

    /** What follows ESC, on the Linux console and on terminals like xterm and VT220. */
    Map<String, Named> SEQUENCES = Map.ofEntries(
            Map.entry("[A", Named.UP),
            Map.entry("[B", Named.DOWN),
            Map.entry("OA", Named.UP),
            Map.entry("OB", Named.DOWN),
            Map.entry("[5~", Named.PAGE_UP),
            Map.entry("[6~", Named.PAGE_DOWN),
            Map.entry("[1~", Named.HOME),
            Map.entry("[4~", Named.END),
            Map.entry("[H", Named.HOME),
            Map.entry("[F", Named.END),
            Map.entry("[7~", Named.HOME),
            Map.entry("[8~", Named.END));
}
