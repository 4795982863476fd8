package dev.slipway.site.database;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL of Debian's package, in a folder of its own, on a free port; one for all tests of a process, each of which has its own database. */
public final class PostgresqlServer {
    public static final String USER = "slipway";
    private static final Path PROGRAMS = Path.of("/usr/lib/postgresql/15/bin");
    private static @Nullable PostgresqlServer server;
    private final Path folder;
    private final int port;
    private int databases;

    private PostgresqlServer(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** The server, which starts with the first test that asks; a test is skipped where PostgreSQL is not installed. */
    public static synchronized PostgresqlServer get() throws IOException, InterruptedException {
        if (server == null) {
            assumeThat(PROGRAMS.resolve("initdb"))
                    .as("Debian's postgresql-15 is installed")
                    .exists();
            server = start();
            Runtime.getRuntime().addShutdownHook(new Thread(PostgresqlServer::stop));
        }
        return server;
    }

    private static PostgresqlServer start() throws IOException, InterruptedException {
        Path place = Files.createTempDirectory(
                Path.of("/tmp"),
                "slipway-pg",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxrwxrwx")));
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxrwxrwx"));
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        run(PROGRAMS.resolve("initdb") + " -D " + place + "/data -U " + USER
                + " -A trust -E UTF8 --locale=C.UTF-8 --no-sync");
        run(PROGRAMS.resolve("pg_ctl") + " -D " + place + "/data -w -l " + place + "/log -o '-p " + port
                + " -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=300 -k " + place + "' start");
        return new PostgresqlServer(place, port);
    }

    private static synchronized void stop() {
        PostgresqlServer running = server;
        if (running != null) {
            try {
                run(PROGRAMS.resolve("pg_ctl") + " -D " + running.folder + "/data -m immediate stop; rm -rf "
                        + running.folder + "/*");
                Files.delete(running.folder);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** PostgreSQL refuses to run as root. */
    private static void run(String command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            words.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        }
        words.addAll(List.of("/bin/sh", "-c", command));
        // Into a file: the server that pg_ctl leaves behind would hold a pipe open.
        Path said = Files.createTempFile("slipway-pg", ".log");
        try {
            Process process = new ProcessBuilder(words)
                    .directory(Path.of("/tmp").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException("Failed: " + command + "\n" + Files.readString(said));
            }
        } finally {
            Files.delete(said);
        }
    }

    /** Makes a fresh database. @return its JDBC URL */
    public synchronized String newDatabase() throws SQLException {
        String name = "test" + ++databases;
        try (Connection connection = DriverManager.getConnection(url("postgres"), USER, "");
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        return url(name);
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }
}
