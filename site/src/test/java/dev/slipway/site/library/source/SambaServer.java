package dev.slipway.site.library.source;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A real Samba on a free port, with a passdb of its own; the share {@code images} is open to {@link #USER}, {@code locked} to somebody else. */
public final class SambaServer implements AutoCloseable {
    public static final String USER = "daemon";
    public static final String PASSWORD = "Ship-9-yard";
    private final Path folder;
    private final int port;
    private Process smbd;

    private SambaServer(Path folder, int port) throws IOException, InterruptedException {
        this.folder = folder;
        this.port = port;
        this.smbd = launch();
    }

    /** @param folder its own; the share's files lie in {@code images} below it */
    public static SambaServer start(Path folder) throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/sbin/smbd")), "Samba (smbd) is not installed");
        Assumptions.assumeTrue(
                ProcessHandle.current().info().user().orElse("").equals("root"), "smbd wants to be started by root");
        for (String name : List.of("images", "locked", "private", "state")) {
            Files.createDirectories(folder.resolve(name));
        }
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Files.writeString(folder.resolve("smb.conf"), """
                [global]
                  server role = standalone server
                  interfaces = lo
                  bind interfaces only = yes
                  smb ports = %1$d
                  disable netbios = yes
                  disable spoolss = yes
                  load printers = no
                  server min protocol = SMB2
                  server signing = mandatory
                  map to guest = never
                  passdb backend = tdbsam:%2$s/private/passdb.tdb
                  private dir = %2$s/private
                  lock directory = %2$s/state
                  state directory = %2$s/state
                  cache directory = %2$s/state
                  pid directory = %2$s/state
                  ncalrpc dir = %2$s/state/ncalrpc
                  log file = %2$s/smbd.log
                [images]
                  path = %2$s/images
                  valid users = %3$s
                  force user = root
                  read only = no
                [locked]
                  path = %2$s/locked
                  valid users = nobody
                """.formatted(port, folder, USER));
        addUser(folder);
        return new SambaServer(folder, port);
    }

    private static void addUser(Path folder) throws IOException, InterruptedException {
        Process smbpasswd = new ProcessBuilder(
                        "smbpasswd", "-c", folder.resolve("smb.conf").toString(), "-L", "-a", "-s", USER)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("smbpasswd.log").toFile())
                .start();
        smbpasswd.getOutputStream().write((PASSWORD + "\n" + PASSWORD + "\n").getBytes(StandardCharsets.UTF_8));
        smbpasswd.getOutputStream().close();
        if (!smbpasswd.waitFor(20, TimeUnit.SECONDS) || smbpasswd.exitValue() != 0) {
            throw new IOException("smbpasswd: " + Files.readString(folder.resolve("smbpasswd.log")));
        }
    }

    private Process launch() throws IOException, InterruptedException {
        Process started = new ProcessBuilder(
                        "smbd",
                        "--foreground",
                        "--no-process-group",
                        "-s",
                        folder.resolve("smb.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("smbd.out").toFile())
                .start();
        for (int i = 0; i < 200; i++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port), 100);
                return started;
            } catch (IOException e) {
                Thread.sleep(50);
            }
        }
        started.destroyForcibly();
        throw new IOException("smbd does not answer: " + Files.readString(folder.resolve("smbd.out")));
    }

    /** The share's folder on this machine. */
    public Path images() {
        return folder.resolve("images");
    }

    /** @param path below the share, with backslashes */
    public String unc(String path) {
        return "\\\\127.0.0.1:" + port + "\\images\\" + path;
    }

    public String unc(String share, String path) {
        return "\\\\127.0.0.1:" + port + "\\" + share + "\\" + path;
    }

    /** Kills it with everything that serves a connection. */
    public void kill() throws InterruptedException {
        List<ProcessHandle> all = smbd.descendants().toList();
        smbd.destroyForcibly().waitFor();
        all.forEach(ProcessHandle::destroyForcibly);
    }

    public void restart() throws IOException, InterruptedException {
        smbd = launch();
    }

    /** Ends only what serves connections, as a network that drops them would. */
    public void dropConnections() {
        smbd.children().forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
