package dev.slipway.sequence;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Comparison operators of conditions; spelt in any case in files. */
public enum Operator {
    EXISTS("exists"),
    NOT_EXISTS("notExists"),
    EQUALS("equals"),
    NOT_EQUALS("notEquals"),
    LESS("less"),
    LESS_EQUAL("lessEqual"),
    GREATER("greater"),
    GREATER_EQUAL("greaterEqual"),
    LIKE("like"),
    NOT_LIKE("notLike");

    private final String xml;

    Operator(String xml) {
        this.xml = xml;
    }

    /** {@code nonExists} is the documentation's spelling of {@code notExists}. */
    static Optional<Operator> of(String text) {
        String wanted = text.equalsIgnoreCase("nonExists") ? NOT_EXISTS.xml : text;
        return Arrays.stream(values())
                .filter(o -> o.xml.equalsIgnoreCase(wanted))
                .findFirst();
    }

    /** Numbers when both sides are numbers, versions when both are dotted numbers, else text without regard to case. */
    boolean holds(String left, String right) {
        return switch (this) {
            case EXISTS -> !left.isEmpty();
            case NOT_EXISTS -> left.isEmpty();
            case EQUALS -> compare(left, right) == 0;
            case NOT_EQUALS -> compare(left, right) != 0;
            case LESS -> compare(left, right) < 0;
            case LESS_EQUAL -> compare(left, right) <= 0;
            case GREATER -> compare(left, right) > 0;
            case GREATER_EQUAL -> compare(left, right) >= 0;
            case LIKE -> like(left, right);
            case NOT_LIKE -> !like(left, right);
        };
    }

    private static final Pattern VERSION = Pattern.compile("\\d{1,18}(\\.\\d{1,18})*");
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}");

    static boolean isNumber(String text) {
        return NUMBER.matcher(text).matches();
    }

    static int compare(String left, String right) {
        if (NUMBER.matcher(left).matches() && NUMBER.matcher(right).matches()) {
            return Long.compare(Long.parseLong(left), Long.parseLong(right));
        }
        if (VERSION.matcher(left).matches() && VERSION.matcher(right).matches()) {
            return compareVersions(left.split("\\."), right.split("\\."));
        }
        return left.compareToIgnoreCase(right);
    }

    private static int compareVersions(String[] left, String[] right) {
        for (int i = 0; i < Math.max(left.length, right.length); i++) {
            long l = i < left.length ? Long.parseLong(left[i]) : 0;
            long r = i < right.length ? Long.parseLong(right[i]) : 0;
            if (l != r) {
                return Long.compare(l, r);
            }
        }
        return 0;
    }

    /** {@code *} any run of characters, {@code ?} one; without backtracking further than the last star. */
    static boolean like(String text, String pattern) {
        String t = text.toLowerCase(Locale.ROOT);
        String p = pattern.toLowerCase(Locale.ROOT);
        int at = 0;
        int in = 0;
        int star = -1;
        int starAt = 0;
        while (at < t.length()) {
            if (in < p.length() && p.charAt(in) == '*') {
                star = in++;
                starAt = at;
            } else if (in < p.length() && (p.charAt(in) == '?' || p.charAt(in) == t.charAt(at))) {
                in++;
                at++;
            } else if (star >= 0) {
                in = star + 1;
                at = ++starAt;
            } else {
                return false;
            }
        }
        while (in < p.length() && p.charAt(in) == '*') {
            in++;
        }
        return in == p.length();
    }
}
