package dev.slipway.site.console;

import java.util.function.Function;

/**
 * One column of a list.
 *
 * @param id stands in addresses and in what an account has chosen; never changes
 * @param shown unless the account has chosen otherwise
 * @param right figures stand at the right
 */
record Column<T>(String id, String label, Function<T, Cell> cell, boolean shown, boolean right) {}
