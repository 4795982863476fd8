package dev.slipway.cli.wim;

import dev.slipway.wim.Progress;
import dev.slipway.wim.WimFile;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine.Command;

@Command(name = "verify", description = "Read the whole file and compare every hash in it.")
final class VerifyCommand extends WimTask {
    /** The result as JSON. */
    record Verified(String file, boolean verified, int images, int blobs, boolean integrityTable) {}

    @Override
    void run(WimFile wim, PrintWriter out) throws IOException {
        wim.verify(Progress.NONE);
        Verified verified = new Verified(
                file().toString(),
                true,
                wim.header().imageCount(),
                wim.blobs().size(),
                wim.header().integrityTable().isPresent());
        out.println(
                isJson()
                        ? json(verified)
                        : file() + " is intact: " + verified.images + " image(s), " + verified.blobs + " blobs"
                                + (verified.integrityTable ? ", integrity table" : ""));
    }
}
