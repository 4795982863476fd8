package dev.slipway.site.database;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A PostgreSQL of Debian's package, in a folder of its own, on a free port. */
class PostgresqlTest extends DatabaseContract {
    private static final Path PROGRAMS = Path.of("/usr/lib/postgresql/15/bin");
    private static @Nullable Path folder;
    private static @Nullable Database database;

    @BeforeAll
    static void start() throws Exception {
        assumeThat(PROGRAMS.resolve("initdb"))
                .as("Debian's postgresql-15 is installed")
                .exists();
        Path place = Files.createTempDirectory(
                Path.of("/tmp"),
                "slipway-pg",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxrwxrwx")));
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxrwxrwx"));
        folder = place;
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        run(PROGRAMS.resolve("initdb") + " -D " + place
                + "/data -U slipway -A trust -E UTF8 --locale=C.UTF-8 --no-sync");
        run(PROGRAMS.resolve("pg_ctl") + " -D " + place + "/data -w -l " + place + "/log -o '-p " + port
                + " -c listen_addresses=127.0.0.1 -c fsync=off -k " + place + "' start");
        database = Database.open(
                new Dialect.Postgresql("jdbc:postgresql://127.0.0.1:" + port + "/postgres", "slipway", ""));
    }

    @AfterAll
    static void stop() throws Exception {
        if (database != null) {
            database.close();
        }
        if (folder != null) {
            run(PROGRAMS.resolve("pg_ctl") + " -D " + folder + "/data -m immediate stop; rm -rf " + folder + "/*");
            Files.delete(folder);
        }
    }

    /** PostgreSQL refuses to run as root. */
    private static void run(String command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            words.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        }
        words.addAll(List.of("/bin/sh", "-c", command));
        Process process = new ProcessBuilder(words)
                .directory(Path.of("/tmp").toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("Failed: " + command);
        }
    }

    @Override
    Database database() {
        if (database == null) {
            throw new IllegalStateException("not started");
        }
        return database;
    }
}
