package dev.slipway.site.console;

/**
 * What a wizard proposes at its end.
 *
 * @param hint why one would go there
 */
public record NextStep(String label, String to, String hint) {}
