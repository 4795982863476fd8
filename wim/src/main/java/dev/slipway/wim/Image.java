package dev.slipway.wim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The files of one image of a WIM, as its metadata tells them. */
public final class Image {
    private final int index;
    private final List<byte[]> securityDescriptors;
    private final Dentry root;

    Image(int index, List<byte[]> securityDescriptors, Dentry root) {
        this.index = index;
        this.securityDescriptors = List.copyOf(securityDescriptors);
        this.root = root;
    }

    /** From 1. */
    public int index() {
        return index;
    }

    /** The folder at the top, whose name is empty. */
    public Dentry root() {
        return root;
    }

    /**
     * A security descriptor in the self-relative form of Windows; empty if {@code securityId} names none.
     */
    public Optional<byte[]> securityDescriptor(int securityId) {
        return securityId >= 0 && securityId < securityDescriptors.size()
                ? Optional.of(securityDescriptors.get(securityId).clone())
                : Optional.empty();
    }

    /**
     * Finds a file by its path. Names are compared as written first, then without regard to case, as Windows does.
     *
     * @param path parts separated by {@code /} or {@code \}; a separator at the beginning or end means nothing
     */
    public Optional<Dentry> find(String path) {
        Dentry at = root;
        for (String part : path.split("[/\\\\]+")) {
            if (part.isEmpty()) {
                continue;
            }
            Optional<Dentry> child = child(at, part);
            if (child.isEmpty()) {
                return child;
            }
            at = child.get();
        }
        return Optional.of(at);
    }

    private static Optional<Dentry> child(Dentry folder, String name) {
        Optional<Dentry> exact = folder.children().stream()
                .filter(child -> child.name().equals(name))
                .findFirst();
        String folded = name.toUpperCase(Locale.ROOT);
        return exact.or(() -> folder.children().stream()
                .filter(child -> child.name().toUpperCase(Locale.ROOT).equals(folded))
                .findFirst());
    }

    /** Is told every file of a tree. */
    @FunctionalInterface
    public interface Visitor<X extends Exception> {
        /**
         * @param path such as {@code /Windows/System32}; {@code /} for the root
         */
        void visit(String path, Dentry dentry) throws X;
    }

    /** Visits every file, a folder before what is in it, children in the order of the file. Any depth is safe. */
    public <X extends Exception> void walk(Visitor<X> visitor) throws X {
        walk("/", root, visitor);
    }

    /** Visits a file and all below it. */
    public static <X extends Exception> void walk(String path, Dentry top, Visitor<X> visitor) throws X {
        record Level(Iterator<Dentry> rest, int pathLength) {}
        StringBuilder at = new StringBuilder(path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
        Deque<Level> levels = new ArrayDeque<>();
        visitor.visit(path, top);
        levels.push(new Level(top.children().iterator(), at.length()));
        while (!levels.isEmpty()) {
            Level level = levels.element();
            if (!level.rest.hasNext()) {
                levels.pop();
                continue;
            }
            Dentry child = level.rest.next();
            at.setLength(level.pathLength);
            at.append('/').append(child.name());
            visitor.visit(at.toString(), child);
            if (!child.children().isEmpty()) {
                levels.push(new Level(child.children().iterator(), at.length()));
            }
        }
    }
}
