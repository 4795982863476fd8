package dev.slipway.site.console;

import dev.slipway.site.library.Folder;
import dev.slipway.site.library.PackageType;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folders of one kind of object, as a list shows them at its left.
 *
 * @param allPath of the list without a folder
 * @param total objects in all folders and outside
 * @param here the folder that is open; 0 for all
 */
public record FolderTree(PackageType type, String allLabel, String allPath, int total, long here, List<Node> roots) {

    /**
     * One folder.
     *
     * @param path its name after those above it
     * @param count objects in it and below
     */
    public record Node(long id, String name, String path, String to, int count, List<Node> children) {
        /** This one and all below, parents before their children. */
        public List<Node> all() {
            return Stream.concat(Stream.of(this), children.stream().flatMap(child -> child.all().stream()))
                    .toList();
        }
    }

    /** @param lyingIn the folder of each object; 0 for none */
    static FolderTree of(
            PackageType type, String path, String allLabel, List<Folder> folders, List<Long> lyingIn, long open) {
        Map<Long, Integer> direct = new HashMap<>();
        lyingIn.forEach(folder -> direct.merge(folder, 1, Integer::sum));
        List<Node> roots = below(0, "", path, folders, direct, new HashSet<>());
        FolderTree tree = new FolderTree(type, allLabel, path, lyingIn.size(), open, roots);
        return tree.open().isEmpty() ? new FolderTree(type, allLabel, path, lyingIn.size(), 0, roots) : tree;
    }

    private static List<Node> below(
            long parent, String above, String path, List<Folder> folders, Map<Long, Integer> direct, Set<Long> seen) {
        if (!seen.add(parent)) {
            return Collections.emptyList();
        }
        return folders.stream()
                .filter(folder -> Objects.requireNonNullElse(folder.parent(), 0L) == parent)
                .map(folder -> {
                    String here = above.isEmpty() ? folder.name() : above + " / " + folder.name();
                    List<Node> children = below(folder.id(), here, path, folders, direct, seen);
                    int count = direct.getOrDefault(folder.id(), 0)
                            + children.stream().mapToInt(Node::count).sum();
                    return new Node(folder.id(), folder.name(), here, path + "?folder=" + folder.id(), count, children);
                })
                .toList();
    }

    /** Parents before their children. */
    public List<Node> all() {
        return roots.stream().flatMap(root -> root.all().stream()).toList();
    }

    /** The folder that is open; empty for all. */
    public List<Node> open() {
        return all().stream().filter(node -> node.id() == here).toList();
    }
}
