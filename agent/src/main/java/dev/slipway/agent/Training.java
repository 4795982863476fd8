package dev.slipway.agent;

import dev.slipway.agent.console.Console;
import dev.slipway.agent.console.Menu;
import dev.slipway.agent.machine.Hardware;
import dev.slipway.agent.site.TrainingTalk;
import dev.slipway.protocol.Assignments;
import dev.slipway.protocol.Json;
import dev.slipway.protocol.RunEvent;
import dev.slipway.protocol.RunPolicy;
import dev.slipway.sequence.Environment;
import dev.slipway.sequence.SequenceException;
import dev.slipway.sequence.SequenceXml;
import dev.slipway.sequence.Snapshot;
import dev.slipway.sequence.TaskSequence;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;

/** Walks the way of an agent's start without a site, so that an AOT cache knows the classes it needs. */
final class Training {
    private static final String SEQUENCE = """
            <sequence version="3.10"><group name="Deploy"><step type="SMS_TaskSequence_RunCommandLineAction" name="Say" \
            successCodeList="0 3010"><action>smsswd.exe /run: echo</action><defaultVarList>\
            <variable name="CommandLine" property="CommandLine">echo</variable></defaultVarList></step></group></sequence>
            """;

    private Training() {}

    /** @throws IOException when the runtime lacks something that a real start needs */
    static void run() throws IOException, InterruptedException {
        Console console = new Console(InputStream.nullInputStream(), System.out);
        console.say("Training on " + new Hardware().identity().architecture());
        new TrainingTalk().hold();
        parseSequence();
        RunPolicy policy = new RunPolicy(
                "run", "deployment", "SLP00001", "Training", SEQUENCE, "SLP", "", List.of(), List.of(), null);
        Assignments assignments = new Assignments(
                "training",
                List.of(new Assignments.Offer("d", "s", "Training", "", Assignments.Purpose.AVAILABLE)),
                policy,
                "");
        Assignments read = Json.decode(Json.encode(assignments), Assignments.class);
        new Menu(console).choose(read.offers());
        RunEvent event = new RunEvent(1, Instant.EPOCH, new RunEvent.RunStarted(1));
        Json.decode(Json.encode(event), RunEvent.class);
        console.say("Training done");
    }

    private static void parseSequence() throws IOException {
        try {
            TaskSequence sequence = SequenceXml.parse(SEQUENCE);
            Snapshot snapshot = new Snapshot(1, 1, 0, Environment.WINPE, 0, List.of());
            Snapshot.decode(snapshot.encode());
            if (sequence.steps().size() != 1) {
                throw new IOException(
                        "The training sequence has " + sequence.steps().size() + " steps");
            }
        } catch (SequenceException e) {
            throw new IOException(e);
        }
    }
}
