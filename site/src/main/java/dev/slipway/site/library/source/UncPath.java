package dev.slipway.site.library.source;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A place on a share: {@code \\server\share\folder\file.wim}, or the same with slashes ([MS-DTYP] 2.2.57). Names follow the rules of Windows; {@code ..} is
 * refused, so nothing above the share can be meant.
 *
 * @param server host name or address
 * @param port {@value #DEFAULT_PORT} unless given, as {@code \\server:4450\share}
 * @param share its name
 * @param names below the share; none: the share itself
 */
public record UncPath(String server, int port, String share, List<String> names) {
    public static final int DEFAULT_PORT = 445;
    private static final int LONGEST = 4096;
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_SHARE = 80;
    private static final Pattern SERVER = Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,253}[A-Za-z0-9_])?");
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
    private static final String FORBIDDEN = "<>:\"|?*";

    public UncPath {
        names = List.copyOf(names);
    }

    /** Whether a text is meant as a path of a share. */
    public static boolean looksLike(String text) {
        return text.length() >= 2 && isSlash(text.charAt(0)) && isSlash(text.charAt(1));
    }

    private static boolean isSlash(char c) {
        return c == '\\' || c == '/';
    }

    /** @throws IllegalArgumentException with a sentence for the administrator */
    public static UncPath parse(String text) {
        if (!looksLike(text)) {
            throw new IllegalArgumentException("A path of a share begins with \\\\server\\share.");
        }
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("A path of a share has at most " + LONGEST + " characters.");
        }
        String[] parts = text.substring(2).replace('/', '\\').split("\\\\", -1);
        if (parts.length < 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
            throw new IllegalArgumentException("A path of a share names server and share: \\\\server\\share\\folder.");
        }
        String[] hostAndPort = parts[0].split(":", 2);
        if (!SERVER.matcher(hostAndPort[0]).matches()) {
            throw new IllegalArgumentException("\"" + hostAndPort[0] + "\" is no name or address of a server.");
        }
        int port = hostAndPort.length == 1 ? DEFAULT_PORT : port(hostAndPort[1]);
        return new UncPath(hostAndPort[0], port, checked(parts[1], LONGEST_SHARE), names(parts));
    }

    private static int port(String text) {
        int port = PORT.matcher(text).matches() ? Integer.parseInt(text) : 0;
        if (port < 1 || port > 0xFFFF) {
            throw new IllegalArgumentException("\"" + text + "\" is no port; ports are 1 to 65535.");
        }
        return port;
    }

    private static List<String> names(String[] parts) {
        List<String> names = new ArrayList<>();
        for (int i = 2; i < parts.length; i++) {
            boolean trailing = parts[i].isEmpty() && i == parts.length - 1;
            if (!trailing) {
                names.add(checked(parts[i], LONGEST_NAME));
            }
        }
        return names;
    }

    private static String checked(String name, int longest) {
        if (name.isEmpty() || name.length() > longest) {
            throw new IllegalArgumentException("A name in a path of a share has 1 to " + longest + " characters.");
        }
        if (name.equals(".") || name.equals("..")) {
            throw new IllegalArgumentException("A path of a share holds no name \"" + name + "\".");
        }
        if (name.chars().anyMatch(c -> c < ' ' || c == 0x7f || FORBIDDEN.indexOf(c) >= 0)) {
            throw new IllegalArgumentException(
                    "A name in a path of a share holds no control character and none of " + FORBIDDEN + ".");
        }
        return name;
    }

    /** The place of this name below. */
    UncPath resolve(String name) {
        List<String> more = new ArrayList<>(names);
        more.add(name);
        return new UncPath(server, port, share, more);
    }

    /** The folder that it lies in; of the share itself, the share. */
    UncPath parent() {
        return new UncPath(server, port, share, names.isEmpty() ? names : names.subList(0, names.size() - 1));
    }

    /** As SMB wants it: below the share, with backslashes; empty for the share itself. */
    String inShare() {
        return String.join("\\", names);
    }

    /** The last name; the share's where there is none. */
    String lastName() {
        return names.isEmpty() ? share : names.getLast();
    }

    @Override
    public String toString() {
        String at = "\\\\" + server + (port == DEFAULT_PORT ? "" : ":" + port) + "\\" + share;
        return names.isEmpty() ? at : at + "\\" + inShare();
    }
}
