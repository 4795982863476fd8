package dev.slipway.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A virtual machine under software emulation that boots from the network first and then from its disk. Power can be cut and come
 * back; disk and firmware settings stay.
 */
public final class VirtualMachine implements AutoCloseable {
    private static final Path OVMF = Path.of("/usr/share/OVMF");
    /** Says that the kernel died before it started init: emulation with several threads does that now and then. */
    private static final Pattern EARLY_PANIC = Pattern.compile("Kernel panic - not syncing");

    private static final Pattern INIT_STARTED = Pattern.compile("Run /init as init process");

    private final Settings settings;
    private final LabNetwork network;
    private @Nullable Process qemu;

    /** How the firmware starts. */
    public enum Firmware {
        BIOS,
        UEFI
    }

    /**
     * @param folder holds disk, firmware variables and serial log
     * @param name at most ten letters and digits
     */
    public record Settings(
            Path folder,
            String name,
            Firmware firmware,
            UUID smbiosUuid,
            String macAddress,
            int memoryMebibytes,
            long diskBytes) {
        /** 1 GiB of memory and a disk of 4 GiB; identifiers follow from the name. */
        public static Settings of(Path folder, String name, Firmware firmware) {
            UUID uuid = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
            String mac = String.format(
                    Locale.ROOT,
                    "52:54:00:%02x:%02x:%02x",
                    name.hashCode() >> 16 & 0xFF,
                    name.hashCode() >> 8 & 0xFF,
                    name.hashCode() & 0xFF);
            return new Settings(folder, name, firmware, uuid, mac, 1024, 4L << 30);
        }
    }

    public VirtualMachine(Settings settings, LabNetwork network) throws IOException {
        this.settings = settings;
        this.network = network;
        Files.createDirectories(settings.folder());
        if (!Files.exists(disk())) {
            try (var file = new java.io.RandomAccessFile(disk().toFile(), "rw")) {
                file.setLength(settings.diskBytes());
            }
        }
        if (settings.firmware() == Firmware.UEFI && !Files.exists(firmwareVariables())) {
            Files.copy(OVMF.resolve("OVMF_VARS_4M.fd"), firmwareVariables());
        }
    }

    public Settings settings() {
        return settings;
    }

    /** The raw disk image. */
    public Path disk() {
        return settings.folder().resolve("disk.img");
    }

    /** Everything that the machine wrote to its serial line since it exists. */
    public Path serialLog() {
        return settings.folder().resolve("serial.log");
    }

    private Path firmwareVariables() {
        return settings.folder().resolve("ovmf-variables.fd");
    }

    private Path monitor() {
        return settings.folder().resolve("qmp");
    }

    private Path serial() {
        return settings.folder().resolve("serial");
    }

    /** Presses the power button. */
    public synchronized void start() throws IOException, InterruptedException {
        launch();
        Process launched = Objects.requireNonNull(qemu);
        int consoleLength = console().length();
        Thread.ofVirtual()
                .name("early-panic-" + settings.name())
                .start(() -> startAgainAfterEarlyPanic(launched, consoleLength));
    }

    private void launch() throws IOException, InterruptedException {
        Files.deleteIfExists(monitor());
        Files.deleteIfExists(serial());
        qemu = new ProcessBuilder(network.command(command(network.tap())))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        settings.folder().resolve("qemu.log").toFile()))
                .start();
    }

    public boolean running() {
        return qemu != null && qemu.isAlive();
    }

    /** Cuts the power at once, as if the plug were pulled. */
    public synchronized void powerCut() throws InterruptedException {
        Process process = qemu;
        if (process != null) {
            process.destroyForcibly();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("QEMU of " + settings.name() + " does not end");
            }
            qemu = null;
        }
    }

    @Override
    public void close() throws InterruptedException {
        powerCut();
    }

    /**
     * Waits for a line on the serial console.
     *
     * @param from where in the serial log to begin, in characters
     * @return the match
     * @throws IOException when the machine went away or time ran out, with the last lines of the console
     */
    public Matcher await(Pattern pattern, int from, Duration limit) throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(limit);
        while (true) {
            String text = console();
            Matcher matcher = pattern.matcher(text);
            if (matcher.find(Math.min(from, text.length()))) {
                return matcher;
            }
            if (!running() || Instant.now().isAfter(deadline)) {
                throw new IOException((running()
                                ? "No '" + pattern + "' within " + limit.toSeconds() + " s"
                                : "The virtual machine ended")
                        + " on the console of " + settings.name() + "; its last lines:\n" + lastLines(text));
            }
            Thread.sleep(250);
        }
    }

    /** A kernel that died before init is started again, once for each press of the power button, and the console says so. */
    private void startAgainAfterEarlyPanic(Process launched, int from) {
        try {
            while (launched.isAlive()) {
                String text = console();
                if (diedEarly(text.substring(Math.min(from, text.length())))) {
                    synchronized (this) {
                        if (launched == qemu) {
                            powerCut();
                            Files.writeString(
                                    serialLog(),
                                    "\n[lab] the kernel died before init; started again\n",
                                    StandardOpenOption.APPEND);
                            launch();
                        }
                    }
                    return;
                }
                Thread.sleep(1_000);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean diedEarly(String text) {
        int lastBoot = text.lastIndexOf("Linux version ");
        String boot = text.substring(Math.max(0, lastBoot));
        return EARLY_PANIC.matcher(boot).find() && !INIT_STARTED.matcher(boot).find();
    }

    /** The serial console so far. */
    public String console() throws IOException {
        return Files.exists(serialLog()) ? Files.readString(serialLog(), StandardCharsets.ISO_8859_1) : "";
    }

    private static String lastLines(String text) {
        List<String> lines = text.lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    }

    /** Types on the serial console. */
    public void type(String text) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(serial()));
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** Writes what the machine's screen shows as PNG. */
    public void screenshot(Path png) throws IOException {
        Path shot = settings.folder().resolve("screen.png");
        monitor("{\"execute\":\"screendump\",\"arguments\":{\"filename\":\"" + shot.toAbsolutePath()
                + "\",\"format\":\"png\"}}");
        Files.move(shot, png, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Presses a key of the keyboard and lets it go. @param key as QEMU calls it: {@code f9}, {@code ret} */
    public void press(String key) throws IOException {
        monitor("{\"execute\":\"send-key\",\"arguments\":{\"keys\":[{\"type\":\"qcode\",\"data\":\"" + key + "\"}]}}");
    }

    private void monitor(String json) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(monitor()));
            answer(channel);
            command(channel, "{\"execute\":\"qmp_capabilities\"}");
            command(channel, json);
        }
    }

    private static void command(SocketChannel channel, String json) throws IOException {
        channel.write(ByteBuffer.wrap((json + "\n").getBytes(StandardCharsets.UTF_8)));
        String answer = answer(channel);
        if (answer.contains("\"error\"")) {
            throw new IOException("QEMU refused " + json + ": " + answer);
        }
    }

    /** Reads until a whole line that is no event has come. */
    private static String answer(SocketChannel channel) throws IOException {
        StringBuilder text = new StringBuilder();
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        while (true) {
            if (channel.read(buffer) < 0) {
                throw new IOException("QEMU closed its monitor");
            }
            text.append(StandardCharsets.UTF_8.decode(buffer.flip()));
            buffer.clear();
            Optional<String> line = text.toString()
                    .lines()
                    .filter(l -> l.contains("\"return\"") || l.contains("\"error\"") || l.contains("\"QMP\""))
                    .findFirst();
            if (line.isPresent() && text.charAt(text.length() - 1) == '\n') {
                return line.get();
            }
        }
    }

    private List<String> command(String tap) {
        List<String> command = new ArrayList<>(List.of(
                "qemu-system-x86_64",
                "-machine",
                "q35",
                "-accel",
                "tcg,thread=multi",
                "-cpu",
                "max,-cx16",
                // A second processor makes the emulation of patched kernel code unreliable on a busy machine.
                "-smp",
                "1",
                "-m",
                settings.memoryMebibytes() + "M",
                "-nodefaults",
                "-display",
                "none",
                "-device",
                "VGA",
                "-name",
                settings.name(),
                "-uuid",
                settings.smbiosUuid().toString(),
                "-smbios",
                "type=1,manufacturer=Slipway,product=Virtual machine,serial=" + settings.name() + ",uuid="
                        + settings.smbiosUuid(),
                "-chardev",
                "socket,id=serial,path=" + serial() + ",server=on,wait=off,logfile=" + serialLog() + ",logappend=on",
                "-device",
                "isa-serial,chardev=serial",
                "-qmp",
                "unix:" + monitor() + ",server=on,wait=off",
                "-netdev",
                "tap,id=net,ifname=" + tap + ",script=no,downscript=no",
                "-device",
                "virtio-net-pci,netdev=net,bootindex=1,mac=" + settings.macAddress(),
                "-drive",
                "if=none,id=disk,format=raw,cache=unsafe,discard=unmap,file=" + disk(),
                "-device",
                "virtio-blk-pci,drive=disk,bootindex=2",
                "-device",
                "virtio-rng-pci"));
        if (settings.firmware() == Firmware.UEFI) {
            command.addAll(List.of(
                    "-drive", "if=pflash,format=raw,unit=0,readonly=on,file=" + OVMF.resolve("OVMF_CODE_4M.fd"),
                    "-drive", "if=pflash,format=raw,unit=1,file=" + firmwareVariables()));
        }
        return command;
    }
}
