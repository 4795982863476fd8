package dev.slipway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A web server and a machine, each in a network namespace of its own, with a cable between them: nothing leaves this computer.
 */
final class Link implements AutoCloseable {
    private static final String SERVER = "slipway-bench-s";
    private static final String MACHINE = "slipway-bench-m";
    private static final String SERVER_PORT = "swbench0";
    private static final String ADDRESS = "10.211.7.1";
    private static final int PORT = 8080;

    private final Process webServer;

    private Link(Process webServer) {
        this.webServer = webServer;
    }

    /** @param served the folder whose files the web server gives */
    static Link open(Path served) throws IOException, InterruptedException {
        delete();
        for (String name : List.of(SERVER, MACHINE)) {
            Programs.run("ip", "netns", "add", name);
            Programs.run("ip", "-n", name, "link", "set", "lo", "up");
        }
        Programs.run(
                "ip",
                "link",
                "add",
                SERVER_PORT,
                "netns",
                SERVER,
                "type",
                "veth",
                "peer",
                "name",
                "swbench1",
                "netns",
                MACHINE);
        connect(SERVER, SERVER_PORT, ADDRESS + "/24");
        connect(MACHINE, "swbench1", "10.211.7.2/24");
        return new Link(startWebServer(served));
    }

    private static void connect(String namespace, String port, String address)
            throws IOException, InterruptedException {
        Programs.run("ip", "-n", namespace, "address", "add", address, "dev", port);
        Programs.run("ip", "-n", namespace, "link", "set", port, "up");
    }

    private static Process startWebServer(Path served) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(served.resolve("nginx"));
        Path configuration = folder.resolve("nginx.conf");
        Files.writeString(configuration, """
                user root;
                daemon off;
                worker_processes 1;
                pid %1$s/pid;
                error_log %1$s/error.log;
                events { worker_connections 64; }
                http {
                  access_log off;
                  sendfile on;
                  tcp_nopush on;
                  client_body_temp_path %1$s/body;
                  proxy_temp_path %1$s/proxy;
                  fastcgi_temp_path %1$s/fastcgi;
                  uwsgi_temp_path %1$s/uwsgi;
                  scgi_temp_path %1$s/scgi;
                  server { listen %2$s:%3$d; root %4$s; }
                }
                """.formatted(folder, ADDRESS, PORT, served));
        Process nginx = new ProcessBuilder(
                        "ip",
                        "netns",
                        "exec",
                        SERVER,
                        "nginx",
                        "-p",
                        folder.toString(),
                        "-e",
                        folder.resolve("error.log").toString(),
                        "-c",
                        configuration.toString())
                .inheritIO()
                .start();
        Thread.sleep(500);
        if (!nginx.isAlive()) {
            throw new IOException("nginx did not start; see " + folder.resolve("error.log"));
        }
        return nginx;
    }

    /** @param megabitsPerSecond what the server may send; 0 for no limit */
    void limit(int megabitsPerSecond) throws IOException, InterruptedException {
        if (Programs.run("ip", "netns", "exec", SERVER, "tc", "qdisc", "show", "dev", SERVER_PORT)
                .contains("tbf")) {
            Programs.run("ip", "netns", "exec", SERVER, "tc", "qdisc", "del", "dev", SERVER_PORT, "root");
        }
        if (megabitsPerSecond > 0) {
            Programs.run(
                    "ip",
                    "netns",
                    "exec",
                    SERVER,
                    "tc",
                    "qdisc",
                    "add",
                    "dev",
                    SERVER_PORT,
                    "root",
                    "tbf",
                    "rate",
                    megabitsPerSecond + "mbit",
                    "burst",
                    "256kb",
                    "latency",
                    "50ms");
        }
    }

    /** @return the address of a served file */
    String url(String path) {
        return "http://" + ADDRESS + ":" + PORT + "/" + path;
    }

    /** @return the command, to be run on the machine's side */
    List<String> onMachine(List<String> command) {
        List<String> whole = new ArrayList<>(List.of("ip", "netns", "exec", MACHINE));
        whole.addAll(command);
        return whole;
    }

    private static void delete() throws IOException, InterruptedException {
        String present = Programs.run("ip", "netns", "list");
        for (String name : List.of(SERVER, MACHINE)) {
            if (present.lines().anyMatch(line -> line.split(" ")[0].equals(name))) {
                Programs.run("ip", "netns", "del", name);
            }
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        webServer.destroy();
        if (!webServer.waitFor(10, java.util.concurrent.TimeUnit.SECONDS)) {
            webServer.destroyForcibly();
        }
        delete();
    }
}
