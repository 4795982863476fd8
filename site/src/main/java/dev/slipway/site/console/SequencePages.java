package dev.slipway.site.console;

import dev.slipway.site.Caller;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.deployment.Deployments;
import dev.slipway.site.sequence.StoredSequence;
import dev.slipway.site.sequence.TaskSequences;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Task sequences, edited as XML. */
@RestController
@RequestMapping("/task-sequences")
@Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
class SequencePages {
    private static final String STARTER = """
            <?xml version="1.0" encoding="utf-8"?>
            <sequence version="3.10">
              <group name="Install the operating system">
                <step type="SMS_TaskSequence_RunCommandLineAction" name="Say hello">
                  <action>smsswd.exe /run: echo Hello</action>
                  <defaultVarList>
                    <variable name="CommandLine" property="CommandLine">echo Hello</variable>
                  </defaultVarList>
                </step>
              </group>
            </sequence>
            """;
    private static final Listing<StoredSequence> LIST = Listing.of(
                    "task-sequences", "/task-sequences", "task sequence", "task sequences", StoredSequence::id)
            .column(
                    "name",
                    "Name",
                    sequence -> Cell.link(sequence.name(), "/task-sequences/" + sequence.id())
                            .under(sequence.description()))
            .column("id", "ID", sequence -> Cell.code(sequence.id()))
            .figures("steps", "Steps", sequence -> Cell.number(sequence.stepCount()))
            .column("state", "State", SequencePages::state)
            .figures("revision", "Revision", sequence -> Cell.number(sequence.revision()))
            .further("created", "Created", sequence -> Cell.time(sequence.createdAt()))
            .column(
                    "changed",
                    "Changed",
                    sequence -> Cell.time(sequence.changedAt()).under(sequence.changedBy()))
            .whenEmpty("Create one from the XML of Configuration Manager, MDT or Slipway.")
            .action(ListAction.of("Distribute content", "/content-status/distribute"))
            .inScopes()
            .action(selected("Enable", "enable", ""))
            .action(selected("Disable", "disable", ""))
            .action(new ListAction(
                    "Delete",
                    "/task-sequences/selected/delete",
                    "Delete the selected task sequences?",
                    true,
                    Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER));
    private static final Pages.ListPage PAGE = new Pages.ListPage(
            Section.SEQUENCES,
            "Task sequences",
            "What a machine does, step by step.",
            Live.on("task-sequence"),
            "Create task sequence",
            "/task-sequences/new");
    private final Pages pages;
    private final Lists lists;
    private final TaskSequences sequences;
    private final Deployments deployments;
    private final PackageViews packages;

    SequencePages(Pages pages, Lists lists, TaskSequences sequences, Deployments deployments, PackageViews packages) {
        this.pages = pages;
        this.lists = lists;
        this.sequences = sequences;
        this.deployments = deployments;
        this.packages = packages;
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping
    ResponseEntity<String> list(HttpServletRequest request, Caller caller) {
        return pages.show(request, caller, PAGE.view(lists.view(LIST, sequences.all(), request, caller)));
    }

    private static ListAction selected(String label, String verb, String ask) {
        return new ListAction(
                label, "/task-sequences/selected/" + verb, ask, false, Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER);
    }

    private static Cell state(StoredSequence sequence) {
        boolean missing = sequence.references().stream().anyMatch(StoredSequence.SequenceReference::missing);
        int warnings = sequence.warnings().size();
        return Cell.state(sequence.enabled() ? "good" : "", sequence.enabled() ? "enabled" : "disabled")
                .under(
                        missing
                                ? "refers to a missing package"
                                : warnings == 0 ? "" : Show.counted(warnings, "warning", "warnings"));
    }

    @PostMapping("/selected/enable")
    ResponseEntity<String> enableSelected(
            HttpServletRequest request, Caller caller, @RequestParam(defaultValue = "") List<String> id) {
        return pages.actOnEach(request, "/task-sequences", id, "enabled", one -> sequences.enable(one, true, caller));
    }

    @PostMapping("/selected/disable")
    ResponseEntity<String> disableSelected(
            HttpServletRequest request, Caller caller, @RequestParam(defaultValue = "") List<String> id) {
        return pages.actOnEach(request, "/task-sequences", id, "disabled", one -> sequences.enable(one, false, caller));
    }

    @PostMapping("/selected/delete")
    ResponseEntity<String> deleteSelected(
            HttpServletRequest request, @RequestParam(defaultValue = "") List<String> id) {
        return pages.actOnEach(request, "/task-sequences", id, "deleted", sequences::delete);
    }

    @GetMapping("/new")
    ResponseEntity<String> form(HttpServletRequest request, Caller caller) {
        return pages.show(request, caller, form(Map.of("xml", STARTER), FormProblem.NONE));
    }

    private static Pages.View form(Map<String, String> input, FormProblem problem) {
        return new Pages.View(
                Section.SEQUENCES, "Create a task sequence", "sequenceNew", Map.of("input", input, "problem", problem));
    }

    @PostMapping
    ResponseEntity<String> create(HttpServletRequest request, Caller caller, @RequestParam Map<String, String> input) {
        try {
            StoredSequence made = sequences.create(
                    input.getOrDefault("name", ""),
                    input.getOrDefault("description", ""),
                    lines(input.getOrDefault("xml", "")),
                    caller);
            return pages.go(request, "/task-sequences/" + made.id(), Notice.done("The task sequence is saved."));
        } catch (SlipwayException e) {
            return pages.refused(request, caller, form(input, FormProblem.of(e)));
        }
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/{sequenceId}")
    ResponseEntity<String> sequence(HttpServletRequest request, Caller caller, @PathVariable String sequenceId) {
        StoredSequence sequence = sequences.get(sequenceId);
        return pages.show(request, caller, editor(sequence, sequence.xml(), sequence.revision(), FormProblem.NONE));
    }

    private Pages.View editor(StoredSequence sequence, String xml, long revision, FormProblem problem) {
        return new Pages.View(
                Section.SEQUENCES,
                sequence.name(),
                "sequence",
                Map.of(
                        "sequence", sequence,
                        "xml", xml,
                        "revision", revision,
                        "problem", problem,
                        "paths",
                                sequence.references().stream()
                                        .collect(Collectors.toMap(
                                                StoredSequence.SequenceReference::id,
                                                reference -> packages.path(reference.id()))),
                        "deployments",
                                deployments.list(sequence.id(), null, null, 100).items()));
    }

    /** What was typed stays when it is refused. */
    @PostMapping("/{sequenceId}/xml")
    ResponseEntity<String> save(
            HttpServletRequest request,
            Caller caller,
            @PathVariable String sequenceId,
            @RequestParam String xml,
            @RequestParam long revision) {
        try {
            StoredSequence saved = sequences.save(sequenceId, lines(xml), revision, caller);
            return pages.go(
                    request,
                    "/task-sequences/" + sequenceId,
                    Notice.done("Saved as revision " + saved.revision() + "."));
        } catch (SlipwayException e) {
            return pages.refused(request, caller, editor(sequences.get(sequenceId), xml, revision, FormProblem.of(e)));
        }
    }

    /** Browsers send CR LF; files keep what they had: line feeds. */
    private static String lines(String typed) {
        return typed.replace("\r\n", "\n");
    }

    @PostMapping("/{sequenceId}/rename")
    ResponseEntity<String> rename(
            HttpServletRequest request,
            Caller caller,
            @PathVariable String sequenceId,
            @RequestParam String name,
            @RequestParam String description) {
        return pages.act(
                request,
                "/task-sequences/" + sequenceId,
                "Saved.",
                () -> sequences.change(sequenceId, name, description, caller));
    }

    @PostMapping("/{sequenceId}/enable")
    ResponseEntity<String> enable(HttpServletRequest request, Caller caller, @PathVariable String sequenceId) {
        return pages.act(
                request,
                "/task-sequences/" + sequenceId,
                "The task sequence is enabled.",
                () -> sequences.enable(sequenceId, true, caller));
    }

    @PostMapping("/{sequenceId}/disable")
    ResponseEntity<String> disable(HttpServletRequest request, Caller caller, @PathVariable String sequenceId) {
        return pages.act(
                request,
                "/task-sequences/" + sequenceId,
                "The task sequence is disabled; no machine starts it.",
                () -> sequences.enable(sequenceId, false, caller));
    }

    @PostMapping("/{sequenceId}/delete")
    ResponseEntity<String> delete(HttpServletRequest request, @PathVariable String sequenceId) {
        return pages.act(
                request,
                "/task-sequences",
                "/task-sequences/" + sequenceId,
                "The task sequence is deleted.",
                () -> sequences.delete(sequenceId));
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/{sequenceId}/export")
    ResponseEntity<byte[]> export(@PathVariable String sequenceId) {
        StoredSequence sequence = sequences.get(sequenceId);
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_XML)
                .header("Content-Disposition", "attachment; filename=\"" + sequence.id() + ".xml\"")
                .body(sequence.xml().getBytes(StandardCharsets.UTF_8));
    }
}
