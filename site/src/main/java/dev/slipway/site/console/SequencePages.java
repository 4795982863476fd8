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
import java.util.Map;
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
    private final Pages pages;
    private final TaskSequences sequences;
    private final Deployments deployments;

    SequencePages(Pages pages, TaskSequences sequences, Deployments deployments) {
        this.pages = pages;
        this.sequences = sequences;
        this.deployments = deployments;
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping
    ResponseEntity<String> list(HttpServletRequest request, Caller caller) {
        Map<String, Object> model = Map.of("sequences", sequences.all());
        return pages.show(
                request,
                caller,
                new Pages.View(Section.SEQUENCES, "Task sequences", Live.on("task-sequence"), "sequences", model));
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
