package dev.slipway.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** nginx on this computer, which counts what it sends. */
final class WebServer implements AutoCloseable {
    private final Process process;
    private final Path log;
    private final int port;

    private WebServer(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /** @param root the folder whose files it gives */
    static WebServer open(Path root, Path work) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(work.resolve("nginx"));
        Path log = folder.resolve("access.log");
        Files.deleteIfExists(log);
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path configuration = folder.resolve("nginx.conf");
        Files.writeString(configuration, """
                user root;
                daemon off;
                worker_processes 1;
                pid %1$s/pid;
                error_log %1$s/error.log;
                events { worker_connections 256; }
                http {
                  log_format sent '$bytes_sent';
                  access_log %2$s sent;
                  sendfile on;
                  tcp_nopush on;
                  keepalive_requests 1000000;
                  client_body_temp_path %1$s/body;
                  proxy_temp_path %1$s/proxy;
                  fastcgi_temp_path %1$s/fastcgi;
                  uwsgi_temp_path %1$s/uwsgi;
                  scgi_temp_path %1$s/scgi;
                  server { listen 127.0.0.1:%3$d; root %4$s; }
                }
                """.formatted(folder, log, port, root));
        Process process = new ProcessBuilder(
                        "nginx", "-p", folder.toString(), "-e", folder + "/error.log", "-c", configuration.toString())
                .inheritIO()
                .start();
        Thread.sleep(500);
        if (!process.isAlive()) {
            throw new IOException("nginx did not start; see " + folder.resolve("error.log"));
        }
        return new WebServer(process, log, port);
    }

    String url(String path) {
        return "http://127.0.0.1:" + port + "/" + path;
    }

    /** @return what it has sent since it was started, headers included */
    long sentBytes() throws IOException, InterruptedException {
        Thread.sleep(200);
        try (Stream<String> lines = Files.lines(log)) {
            return lines.mapToLong(Long::parseLong).sum();
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
