package dev.slipway.site.library.application;

import dev.slipway.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** The tables program and deployment_type. */
record SoftwareSql(Handle handle) {

    private record ProgramRow(
            String name,
            String comment,
            String commandLine,
            String startIn,
            RunMode runMode,
            String architectures,
            int maxRunMinutes,
            AfterRun afterRun,
            String successCodes,
            String restartCodes) {
        Program program() {
            return new Program(
                    name,
                    comment,
                    commandLine,
                    startIn,
                    runMode,
                    words(architectures),
                    maxRunMinutes,
                    afterRun,
                    numbers(successCodes),
                    numbers(restartCodes));
        }
    }

    private record TypeRow(
            String name,
            String comment,
            String contentFolder,
            String installCommand,
            String uninstallCommand,
            RunMode runMode,
            String architectures,
            String requirements,
            int estimatedMinutes,
            int maxRunMinutes,
            String successCodes,
            String restartCodes,
            String detection) {
        DeploymentType type() {
            return new DeploymentType(
                    name,
                    comment,
                    contentFolder,
                    installCommand,
                    uninstallCommand,
                    runMode,
                    words(architectures),
                    requirements,
                    estimatedMinutes,
                    maxRunMinutes,
                    numbers(successCodes),
                    numbers(restartCodes),
                    Arrays.asList(Json.decode(detection.getBytes(StandardCharsets.UTF_8), Detection[].class)));
        }
    }

    List<Program> programs(String id) {
        return handle
                .createQuery("select * from program where package = :id order by position")
                .bind("id", id)
                .mapTo(ProgramRow.class)
                .stream()
                .map(ProgramRow::program)
                .toList();
    }

    List<DeploymentType> deploymentTypes(String id) {
        return handle
                .createQuery("select * from deployment_type where application = :id order by position")
                .bind("id", id)
                .mapTo(TypeRow.class)
                .stream()
                .map(TypeRow::type)
                .toList();
    }

    /** Of all packages, by their identifiers: a list of thousands must not ask for each. */
    Map<String, List<Program>> programs() {
        Map<String, List<Program>> all = new HashMap<>();
        handle.createQuery("select * from program order by package, position")
                .map((row, context) -> Map.entry(
                        row.getString("package"),
                        mapped(ProgramRow.class, row, context).program()))
                .forEach(one -> all.computeIfAbsent(one.getKey(), id -> new ArrayList<>())
                        .add(one.getValue()));
        return all;
    }

    /** Of all applications, by their identifiers. */
    Map<String, List<DeploymentType>> deploymentTypes() {
        Map<String, List<DeploymentType>> all = new HashMap<>();
        handle.createQuery("select * from deployment_type order by application, position")
                .map((row, context) -> Map.entry(
                        row.getString("application"),
                        mapped(TypeRow.class, row, context).type()))
                .forEach(one -> all.computeIfAbsent(one.getKey(), id -> new ArrayList<>())
                        .add(one.getValue()));
        return all;
    }

    private static <T> T mapped(Class<T> type, ResultSet row, StatementContext context) throws SQLException {
        return context.findRowMapperFor(type).orElseThrow().map(row, context);
    }

    void programs(String id, List<Program> programs) {
        handle.execute("delete from program where package = ?", id);
        for (int i = 0; i < programs.size(); i++) {
            Program program = programs.get(i);
            handle.createUpdate("""
                    insert into program (package, position, name, comment, command_line, start_in, run_mode, architectures, max_run_minutes,
                        after_run, success_codes, restart_codes)
                    values (:id, :position, :name, :comment, :commandLine, :startIn, :runMode, :platforms, :maxRunMinutes, :afterRun,
                        :success, :restart)
                    """)
                    .bind("id", id)
                    .bind("position", i)
                    .bindMethods(program)
                    .bind("platforms", String.join(" ", program.architectures()))
                    .bind("success", codes(program.successCodes()))
                    .bind("restart", codes(program.restartCodes()))
                    .execute();
        }
    }

    void deploymentTypes(String id, List<DeploymentType> types) {
        handle.execute("delete from deployment_type where application = ?", id);
        for (int i = 0; i < types.size(); i++) {
            DeploymentType type = types.get(i);
            handle.createUpdate("""
                    insert into deployment_type (application, position, name, comment, content_folder, install_command, uninstall_command,
                        run_mode, architectures, requirements, estimated_minutes, max_run_minutes, success_codes, restart_codes, detection)
                    values (:id, :position, :name, :comment, :contentFolder, :installCommand, :uninstallCommand, :runMode, :platforms,
                        :requirements, :estimatedMinutes, :maxRunMinutes, :success, :restart, :rules)
                    """)
                    .bind("id", id)
                    .bind("position", i)
                    .bindMethods(type)
                    .bind("platforms", String.join(" ", type.architectures()))
                    .bind("success", codes(type.successCodes()))
                    .bind("restart", codes(type.restartCodes()))
                    .bind("rules", rules(type.detection()))
                    .execute();
        }
    }

    /** Each rule with its kind, which a list's erased element type would lose. */
    private static String rules(List<Detection> detection) {
        return new String(Json.encode(detection.toArray(Detection[]::new)), StandardCharsets.UTF_8);
    }

    private static String codes(List<Integer> codes) {
        return codes.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }

    private static List<Integer> numbers(String text) {
        return words(text).stream().map(Integer::valueOf).toList();
    }
}
