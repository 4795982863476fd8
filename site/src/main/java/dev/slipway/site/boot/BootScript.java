package dev.slipway.site.boot;

import dev.slipway.site.deployment.BootDecision;
import dev.slipway.site.library.BootImage;
import java.util.List;
import java.util.Optional;

/**
 * Writes what iPXE runs. It holds no secret: addresses, the certificate's hash, hashes of files.
 *
 * @param contentUrl {@code http://host:port}
 * @param machineUrl {@code https://host:port}
 * @param pin SHA-256 of the site's certificate
 * @param kernelArguments added to the kernel command line
 */
record BootScript(String contentUrl, String machineUrl, String pin, String kernelArguments) {
    /** F12 as iPXE numbers it: KEY_ANSI(24, '~'). */
    private static final String F12 = "0x197e";

    /** In milliseconds, counted anew whenever something arrives. */
    private static final String POINT_TIMEOUT = "--timeout 10000 ";

    /** @param points addresses of those from which the machine fetches, the best first, without {@code /boot} */
    record Start(BootImage image, List<String> points) {
        Start {
            points = List.copyOf(points);
        }
    }

    /** For a machine that has not said who it is yet. */
    String askAgain() {
        return """
                #!ipxe
                chain %s/boot/boot.ipxe?uuid=${uuid}&mac=${mac:hexhyp}&firmware=${platform}&arch=${buildarch}
                """.formatted(contentUrl);
    }

    String of(BootDecision decision, Optional<Start> image, String firmware) {
        String disk = disk(firmware);
        if (image.isEmpty() && decision.action() != BootDecision.Action.DISK) {
            return "#!ipxe\necho Slipway: the site has no boot image for this machine\nsleep 5\n" + disk;
        }
        return switch (decision.action()) {
            case DISK -> "#!ipxe\necho Slipway: %s\n%s".formatted(printable(decision.reason()), disk);
            case BOOT_IMAGE ->
                "#!ipxe\necho Slipway: %s\n%s".formatted(printable(decision.reason()), start(image.orElseThrow()));
            case PROMPT -> """
                #!ipxe
                echo Slipway: %s
                prompt --key %s --timeout 8000 Press F12 for Slipway, or wait for the disk || goto disk
                %s
                :disk
                %s""".formatted(printable(decision.reason()), F12, start(image.orElseThrow()), disk);
        };
    }

    /** Each place is tried for both files, the next one when it does not answer, has them no more, or dies in the middle; the site at last. */
    private String start(Start start) {
        BootImage image = start.image();
        boolean customized = !image.overlayHash().isEmpty();
        // An EFI kernel finds its initramfs by the name given to it (initrd=); on BIOS the argument is without effect.
        String arguments = "%sinitrd=initrd.img slipway.site=%s slipway.content=%s slipway.pin=%s %s"
                .formatted(customized ? "initrd=slipway.img " : "", machineUrl, contentUrl, pin, kernelArguments)
                .strip();
        StringBuilder script = new StringBuilder();
        for (int i = 0; i < start.points().size(); i++) {
            String at = "%s/boot/%s".formatted(start.points().get(i), image.contentId());
            String next = "place" + (i + 1);
            script.append(fetch(image, at + "/vmlinuz", at + "/initrd.img", POINT_TIMEOUT, arguments, next));
            script.append("goto start\n:%s\nimgfree\n".formatted(next));
        }
        String kernel = "%s/boot/%s/vmlinuz".formatted(contentUrl, image.kernelHash());
        String initramfs = "%s/boot/%s/initrd.img".formatted(contentUrl, image.initramfsHash());
        script.append(fetch(image, kernel, initramfs, "", arguments, "failed"));
        script.append("""
                :start
                boot || goto failed
                :failed
                echo Slipway: the boot image could not be started; trying again in 10 seconds
                sleep 10
                reboot
                """);
        return script.toString();
    }

    private String fetch(
            BootImage image, String kernel, String initramfs, String timeout, String arguments, String otherwise) {
        // The customisation comes first: the kernel unpacks archives in turn, and an uncompressed one may stand before
        // any other. It is small, and only the site has it, so that a change holds from the next start on.
        String overlay = image.overlayHash().isEmpty()
                ? ""
                : "initrd --name slipway.img %s/boot/%s/slipway.img || goto %s\n"
                        .formatted(contentUrl, image.overlayHash(), otherwise);
        return """
                kernel %1$s%2$s %3$s || goto %4$s
                %5$sinitrd --name initrd.img %1$s%6$s || goto %4$s
                """.formatted(timeout, kernel, arguments, otherwise, overlay, initramfs);
    }

    /** UEFI goes on with its boot order; a BIOS whose disk is asked for by number does not return here. */
    private static String disk(String firmware) {
        return "efi".equals(firmware) ? "exit\n" : "sanboot --no-describe --drive 0x80 || exit\n";
    }

    /** The text stands in a script: nothing in it may end the line or mean something. */
    private static String printable(String text) {
        return text.replaceAll("[^A-Za-z0-9 .,:;_()/\"'-]", "?");
    }
}
