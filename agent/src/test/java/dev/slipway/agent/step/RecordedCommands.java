package dev.slipway.agent.step;

import dev.slipway.agent.command.Command;
import dev.slipway.agent.command.CommandResult;
import dev.slipway.agent.command.Commands;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Answers from a record instead of running programs that would change this machine; programs not in it succeed silently. */
public final class RecordedCommands implements Commands {
    private final Map<String, List<String>> answers = new LinkedHashMap<>();
    private final List<String> calls = new ArrayList<>();

    /** @param call the whole call, or its beginning */
    public RecordedCommands answer(String call, String output) {
        answers.put(call, output.lines().toList());
        return this;
    }

    public List<String> calls() {
        return calls;
    }

    @Override
    public CommandResult run(Command command, Consumer<String> log) {
        String call = String.join(" ", command.arguments());
        calls.add(call);
        List<String> output = answers.entrySet().stream()
                .filter(answer -> call.startsWith(answer.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(List.of());
        return new CommandResult(0, output, false);
    }
}
