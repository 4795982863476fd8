package dev.slipway.site.sequence;

import dev.slipway.site.Caller;
import dev.slipway.site.Page;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/task-sequences")
class SequenceRoutes {
    private static final MediaType XML = new MediaType(MediaType.APPLICATION_XML, StandardCharsets.UTF_8);
    private final TaskSequences sequences;

    SequenceRoutes(TaskSequences sequences) {
        this.sequences = sequences;
    }

    record NewSequence(
            @Nullable String name,
            @Nullable String description,
            @Nullable String xml) {}

    record SequenceChange(@Nullable String name, @Nullable String description) {}

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping
    Page<StoredSequence> list(
            @RequestParam(defaultValue = "100") int limit, @RequestParam(required = false) @Nullable String after) {
        return Page.of(sequences.all(), after, limit, StoredSequence::id);
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    StoredSequence create(@RequestBody NewSequence added, Caller caller) {
        if (added.name() == null || added.xml() == null) {
            throw SlipwayException.invalid(
                    added.name() == null ? "name" : "xml", "A task sequence needs a name and its XML.");
        }
        return sequences.create(added.name(), added.description(), added.xml(), caller);
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/{sequenceId}")
    StoredSequence get(@PathVariable String sequenceId) {
        return sequences.get(sequenceId);
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @PatchMapping("/{sequenceId}")
    StoredSequence change(@PathVariable String sequenceId, @RequestBody SequenceChange change, Caller caller) {
        return sequences.change(sequenceId, change.name(), change.description(), caller);
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @DeleteMapping("/{sequenceId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable String sequenceId) {
        sequences.delete(sequenceId);
    }

    /** A sequence may hold passwords, so reading the XML needs more than reading the list. */
    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @GetMapping("/{sequenceId}/xml")
    ResponseEntity<byte[]> xml(@PathVariable String sequenceId) {
        StoredSequence sequence = sequences.get(sequenceId);
        return ResponseEntity.ok()
                .contentType(XML)
                .eTag("\"" + sequence.revision() + "\"")
                .body(sequence.xml().getBytes(StandardCharsets.UTF_8));
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @PutMapping("/{sequenceId}/xml")
    StoredSequence save(
            @PathVariable String sequenceId,
            @RequestBody byte[] body,
            @RequestHeader(name = "If-Match", required = false) @Nullable String match,
            Caller caller) {
        return sequences.save(sequenceId, XmlBody.text(body), revision(match), caller);
    }

    private static @Nullable Long revision(@Nullable String match) {
        if (match == null || match.equals("*")) {
            return null;
        }
        if (!match.matches("\"[0-9]{1,18}\"")) {
            throw SlipwayException.invalid(
                    "If-Match", "If-Match is the ETag of the XML as it was read, for example \"3\".");
        }
        return Long.valueOf(match.substring(1, match.length() - 1));
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @PostMapping("/{sequenceId}/enable")
    StoredSequence enable(@PathVariable String sequenceId, Caller caller) {
        return sequences.enable(sequenceId, true, caller);
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @PostMapping("/{sequenceId}/disable")
    StoredSequence disable(@PathVariable String sequenceId, Caller caller) {
        return sequences.enable(sequenceId, false, caller);
    }
}
