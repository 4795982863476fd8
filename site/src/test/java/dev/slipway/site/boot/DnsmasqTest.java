package dev.slipway.site.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.site.settings.BootSettings;
import java.net.Inet4Address;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real dnsmasq, with our configuration. */
class DnsmasqTest {
    private static final Path PROGRAM = Path.of("/usr/sbin/dnsmasq");

    @TempDir
    Path folder;

    @BeforeAll
    static void isInstalled() {
        Assumptions.assumeThat(PROGRAM).exists();
    }

    private static InterfaceAddress loopback() throws Exception {
        return NetworkInterface.getByName("lo").getInterfaceAddresses().stream()
                .filter(address -> address.getAddress() instanceof Inet4Address)
                .findFirst()
                .orElseThrow();
    }

    private String text(BootSettings.Mode mode) throws Exception {
        BootSettings settings = new BootSettings(mode, "lo", "127.0.0.100", "127.0.0.200");
        return new DnsmasqConfiguration(settings, loopback(), "127.0.0.1:8080", Path.of("/usr/lib/ipxe"), folder, false)
                .text();
    }

    private void assertUnderstood(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("dnsmasq.conf"), text);
        Process test = new ProcessBuilder(PROGRAM.toString(), "--test", "--conf-file=" + file)
                .redirectErrorStream(true)
                .start();
        String said = new String(test.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(test.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(said).contains("syntax check OK");
    }

    @Test
    @Tag("PXE-1")
    void dnsmasqUnderstandsTheDhcpConfiguration() throws Exception {
        String text = text(BootSettings.Mode.DHCP);
        assertUnderstood(text);
        assertThat(text).contains("dhcp-range=127.0.0.100,127.0.0.200,1h").contains("port=0\n");
    }

    @Test
    @Tag("PXE-1")
    void dnsmasqUnderstandsTheProxyConfiguration() throws Exception {
        String text = text(BootSettings.Mode.PROXY_DHCP);
        assertUnderstood(text);
        assertThat(text).contains("dhcp-range=127.0.0.1,proxy,255.0.0.0").contains("pxe-service=tag:!ipxe,x86-64_EFI");
    }

    @Test
    void dnsmasqIsStartedAgainAndEndsWithItsOwner() throws Exception {
        // Stands in for dnsmasq: what matters is the life of a process. Its arguments are ours.
        Path program = folder.resolve("program");
        Files.writeString(program, "#!/bin/sh\necho $$ >> " + folder + "/started\nexec sleep 300\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        long second;
        try (Dnsmasq dnsmasq = new Dnsmasq(program, folder.resolve("none"))) {
            long first = started(1);
            ProcessHandle.of(first).orElseThrow().destroyForcibly();
            second = started(2);
            assertThat(dnsmasq.status().state()).isEqualTo(BootServer.State.RUNNING);
        }
        Optional<ProcessHandle> left = ProcessHandle.of(second).filter(ProcessHandle::isAlive);
        assertThat(left).isEmpty();
    }

    private long started(int count) throws Exception {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(20));
        Path list = folder.resolve("started");
        while (Instant.now().isBefore(deadline)) {
            if (Files.exists(list) && Files.readAllLines(list).size() >= count) {
                return Long.parseLong(Files.readAllLines(list).get(count - 1));
            }
            Thread.sleep(20);
        }
        throw new AssertionError("not started " + count + " times");
    }
}
