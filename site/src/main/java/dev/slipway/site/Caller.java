package dev.slipway.site;

/** Who calls a route; a controller's method takes it as an argument. */
public record Caller(String name, Role role) {
    /** The site itself, for work that nobody asked for. */
    public static final Caller SITE = new Caller("site", Role.FULL_ADMINISTRATOR);
}
