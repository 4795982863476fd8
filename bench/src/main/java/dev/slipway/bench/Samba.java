package dev.slipway.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Samba on a free port with one share, which signs as shares of Windows do. */
final class Samba implements AutoCloseable {
    /** An account that every Debian has; the password is the share's own. */
    static final String USER = "daemon";

    static final String PASSWORD = "Ship-9-yard";
    private static final int ATTEMPTS = 200;

    private final Process smbd;
    private final int port;

    private Samba(Process smbd, int port) {
        this.smbd = smbd;
        this.port = port;
    }

    /**
     * @param folder for its own files
     * @param shared the share's files
     */
    static Samba start(Path folder, Path shared) throws IOException, InterruptedException {
        for (String name : List.of("private", "state")) {
            Files.createDirectories(folder.resolve(name));
        }
        int port = WebServer.freePort();
        Path configuration = folder.resolve("smb.conf");
        Files.writeString(configuration, """
                [global]
                  server role = standalone server
                  interfaces = lo
                  bind interfaces only = yes
                  smb ports = %1$d
                  disable netbios = yes
                  disable spoolss = yes
                  load printers = no
                  server signing = mandatory
                  passdb backend = tdbsam:%2$s/private/passdb.tdb
                  private dir = %2$s/private
                  lock directory = %2$s/state
                  state directory = %2$s/state
                  cache directory = %2$s/state
                  pid directory = %2$s/state
                  ncalrpc dir = %2$s/state/ncalrpc
                  log file = %2$s/smbd.log
                [images]
                  path = %3$s
                  valid users = %4$s
                  force user = root
                """.formatted(port, folder, shared, USER));
        addUser(folder, configuration);
        Process smbd = new ProcessBuilder("smbd", "--foreground", "--no-process-group", "-s", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("smbd.out").toFile())
                .start();
        Samba samba = new Samba(smbd, port);
        try {
            samba.awaitStart();
            return samba;
        } catch (IOException | InterruptedException e) {
            samba.close();
            throw e;
        }
    }

    private static void addUser(Path folder, Path configuration) throws IOException, InterruptedException {
        Path log = folder.resolve("smbpasswd.log");
        Process smbpasswd = new ProcessBuilder("smbpasswd", "-c", configuration.toString(), "-L", "-a", "-s", USER)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        smbpasswd.getOutputStream().write((PASSWORD + "\n" + PASSWORD + "\n").getBytes(StandardCharsets.UTF_8));
        smbpasswd.getOutputStream().close();
        if (!smbpasswd.waitFor(60, TimeUnit.SECONDS) || smbpasswd.exitValue() != 0) {
            smbpasswd.destroyForcibly();
            throw new IOException("smbpasswd: " + Files.readString(log));
        }
    }

    private void awaitStart() throws IOException, InterruptedException {
        for (int i = 0; i < ATTEMPTS; i++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port), 100);
                return;
            } catch (IOException e) {
                Thread.sleep(50);
            }
        }
        throw new IOException("smbd does not answer on port " + port);
    }

    String unc(String file) {
        return "\\\\127.0.0.1:" + port + "\\images\\" + file;
    }

    /** @return how long Samba's own client takes for the file, in seconds */
    double clientSeconds(String file, Path target) throws IOException, InterruptedException {
        return Programs.seconds(List.of(
                "smbclient",
                "//127.0.0.1/images",
                "--port=" + port,
                "--user=" + USER + "%" + PASSWORD,
                "--client-protection=sign",
                "--max-protocol=SMB3",
                "--command=get " + file + " " + target));
    }

    @Override
    public void close() throws InterruptedException {
        List<ProcessHandle> serving = smbd.descendants().toList();
        smbd.destroyForcibly().waitFor();
        serving.forEach(ProcessHandle::destroyForcibly);
    }
}
