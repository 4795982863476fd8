package dev.slipway.site.distribution;

import dev.slipway.content.ContentException;
import dev.slipway.content.ContentId;
import dev.slipway.protocol.Json;
import dev.slipway.site.Caller;
import dev.slipway.site.FullDisk;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.SlipwayProperties;
import dev.slipway.site.access.content.AccessAccounts;
import dev.slipway.site.access.content.ContentAccess;
import dev.slipway.site.database.Database;
import dev.slipway.site.library.Content;
import dev.slipway.site.operation.Operation;
import dev.slipway.site.operation.OperationContext;
import dev.slipway.site.operation.OperationWork;
import dev.slipway.site.operation.Operations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Prestaged content files (DIST-11): contents in one file, to be carried to a point behind a thin line. They lie in {@code prestaged/}. */
@Component
public class PrestagedFiles implements OperationWork {
    public static final String KIND = "PRESTAGED_FILE";
    private static final String SUFFIX = ".slipway";
    private final Path folder;
    private final Database database;
    private final Operations operations;
    private final Content content;
    private final AccessAccounts access;

    PrestagedFiles(
            SlipwayProperties properties,
            Database database,
            Operations operations,
            Content content,
            AccessAccounts access) {
        this.folder = properties.data().resolve("prestaged");
        this.database = database;
        this.operations = operations;
        this.content = content;
        this.access = access;
    }

    /** @param id of the operation that made it */
    public record Made(String id, String title, long sizeBytes, Instant createdAt) {}

    /** @param packages null in files of earlier versions, which an administrator fetches */
    record Input(
            List<String> contents,
            List<String> present,
            @Nullable List<String> packages) {}

    /**
     * Begins to write a file.
     *
     * @param packages what it shall hold, in their current versions
     * @param present packages that the other store has already; blocks that they have are left out
     */
    public Operation create(List<String> packages, List<String> present, Caller caller) {
        if (packages.isEmpty()) {
            throw SlipwayException.invalid("packages", "Name at least one package.");
        }
        access.require(packages, ContentAccess.READ, caller);
        return database.write(handle -> {
            Input input = new Input(contents(handle, packages), contents(handle, present), List.copyOf(packages));
            String text = new String(Json.encode(input), StandardCharsets.UTF_8);
            String title = "Prestaged content file of " + String.join(", ", packages);
            return operations.submit(handle, KIND, title, packages.getFirst(), text, caller);
        });
    }

    private static List<String> contents(Handle handle, List<String> packages) {
        return packages.stream()
                .map(id -> PackageFacts.withContent(handle, id).contentId())
                .distinct()
                .toList();
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String run(OperationContext context, String text) throws Exception {
        Input input = Json.decode(text.getBytes(StandardCharsets.UTF_8), Input.class);
        Files.createDirectories(folder);
        try {
            long size = content.store()
                    .exportTo(
                            folder.resolve(context.operationId() + SUFFIX),
                            ids(input.contents()),
                            ids(input.present()),
                            (done, total) -> context.progress(CheckContent.percent(done, total), "Writing the file"));
            return "The file has %d bytes; fetch it from /api/v1/prestaged-files/%s."
                    .formatted(size, context.operationId());
        } catch (ContentException e) {
            String code = FullDisk.isCauseOf(e) ? FullDisk.CODE : e.error().code();
            throw new SlipwayException(code, 422, String.valueOf(e.getMessage()), e);
        }
    }

    private static List<ContentId> ids(List<String> contents) {
        return contents.stream().map(ContentId::new).toList();
    }

    /** The newest first. */
    public List<Made> all() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Made> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(SUFFIX)).toList()) {
                String name = file.getFileName().toString();
                String id = name.substring(0, name.length() - SUFFIX.length());
                Optional<Operation> operation = operations.find(id);
                if (operation.isPresent()) {
                    all.add(new Made(
                            id,
                            operation.get().title(),
                            Files.size(file),
                            operation.get().createdAt()));
                }
            }
        }
        all.sort(Comparator.comparing(Made::createdAt).reversed());
        return all;
    }

    Path file(String id) {
        Path file = folder.resolve(id + SUFFIX);
        if (!id.matches("[0-9a-f-]{36}") || !Files.isRegularFile(file)) {
            throw SlipwayException.notFound("prestaged file", id);
        }
        return file;
    }

    /** For an account that may take all of its packages' content out. @throws SlipwayException {@code content-access-refused} */
    Path file(String id, Caller caller) {
        Path file = file(id);
        String input = operations.input(id);
        List<String> packages =
                Json.decode(input.getBytes(StandardCharsets.UTF_8), Input.class).packages();
        if (packages != null) {
            access.require(packages, ContentAccess.READ, caller);
        } else if (caller.role() != Role.FULL_ADMINISTRATOR) {
            throw new SlipwayException(
                    "content-access-refused",
                    403,
                    "It is not known what packages the file " + id
                            + " holds. Make it anew, or ask a Full Administrator.");
        }
        return file;
    }

    public void delete(String id) throws IOException {
        Files.delete(file(id));
    }
}
