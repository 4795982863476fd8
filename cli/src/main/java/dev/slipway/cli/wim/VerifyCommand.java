package dev.slipway.cli.wim;

import dev.slipway.wim.Progress;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "verify",
        description = "Read the whole file and compare every hash in it.",
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
    @Mixin
    private WimTask task = new WimTask();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** The result as JSON. */
    record Verified(String file, boolean verified, int images, int blobs, boolean integrityTable) {}

    @Override
    public Integer call() {
        return task.run(spec, (wim, out) -> {
            wim.verify(Progress.NONE);
            Verified verified = new Verified(
                    task.file().toString(),
                    true,
                    wim.header().imageCount(),
                    wim.blobs().size(),
                    wim.header().integrityTable().isPresent());
            out.println(
                    task.isJson()
                            ? WimTask.json(verified)
                            : task.file() + " is intact: " + verified.images + " image(s), " + verified.blobs + " blobs"
                                    + (verified.integrityTable ? ", integrity table" : ""));
        });
    }
}
