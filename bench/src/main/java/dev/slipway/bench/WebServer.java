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
    private final int tlsPort;

    private WebServer(Process process, Path log, int port, int tlsPort) {
        this.process = process;
        this.log = log;
        this.port = port;
        this.tlsPort = tlsPort;
    }

    /** @param root the folder whose files it gives; what it sends is counted */
    static WebServer open(Path root, Path work) throws IOException, InterruptedException {
        Path log = work.resolve("nginx").resolve("access.log");
        return open(root, work, log, "log_format sent '$bytes_sent'; access_log " + log + " sent;", "", 0);
    }

    /** @param keys holds tls.crt and tls.key; nothing is logged */
    static WebServer open(Path root, Path work, Path keys) throws IOException, InterruptedException {
        int tlsPort = freePort();
        String tls = """
                listen 127.0.0.1:%d ssl;
                ssl_certificate %2$s/tls.crt; ssl_certificate_key %2$s/tls.key; ssl_protocols TLSv1.3;
                """.formatted(tlsPort, keys);
        return open(root, work, work.resolve("nginx").resolve("access.log"), "access_log off;", tls, tlsPort);
    }

    static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static WebServer open(Path root, Path work, Path log, String logging, String tls, int tlsPort)
            throws IOException, InterruptedException {
        Path folder = Files.createDirectories(work.resolve("nginx"));
        Files.deleteIfExists(log);
        int port = freePort();
        Path configuration = folder.resolve("nginx.conf");
        Files.writeString(configuration, """
                user root;
                daemon off;
                worker_processes auto;
                pid %1$s/pid;
                error_log %1$s/error.log;
                events { worker_connections 256; }
                http {
                  %2$s
                  sendfile on;
                  default_type application/octet-stream;
                  gzip on;
                  gzip_types application/octet-stream;
                  tcp_nopush on;
                  keepalive_requests 1000000;
                  client_body_temp_path %1$s/body;
                  proxy_temp_path %1$s/proxy;
                  fastcgi_temp_path %1$s/fastcgi;
                  uwsgi_temp_path %1$s/uwsgi;
                  scgi_temp_path %1$s/scgi;
                  server { listen 127.0.0.1:%3$d; %5$s root %4$s; }
                }
                """.formatted(folder, logging, port, root, tls));
        Process process = new ProcessBuilder(
                        "nginx", "-p", folder.toString(), "-e", folder + "/error.log", "-c", configuration.toString())
                .inheritIO()
                .start();
        Thread.sleep(500);
        if (!process.isAlive()) {
            throw new IOException("nginx did not start; see " + folder.resolve("error.log"));
        }
        return new WebServer(process, log, port, tlsPort);
    }

    String url(String path) {
        return "http://127.0.0.1:" + port + "/" + path;
    }

    String tlsUrl(String path) {
        return "https://127.0.0.1:" + tlsPort + "/" + path;
    }

    long pid() {
        return process.pid();
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
