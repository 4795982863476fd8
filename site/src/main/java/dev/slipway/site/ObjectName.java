package dev.slipway.site;

/** The rule for names that people give to objects: they are shown in lists and terminals, in one line. */
public final class ObjectName {
    private ObjectName() {}

    /**
     * @param noun of what has the name, as {@code collection}
     * @param longest in characters, blanks at the ends not counted
     * @throws SlipwayException 422 {@code request-invalid}
     */
    public static void check(String noun, String name, int longest) {
        String clean = name.strip();
        if (clean.isEmpty() || clean.length() > longest || clean.chars().anyMatch(Character::isISOControl)) {
            throw SlipwayException.invalid(
                    "name",
                    "A " + noun + "'s name has 1 to " + longest + " characters, none of them a control character.");
        }
    }
}
