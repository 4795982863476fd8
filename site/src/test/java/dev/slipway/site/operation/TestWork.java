package dev.slipway.site.operation;

import dev.slipway.site.SlipwayException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** Work whose course the input tells: {@code ok}, {@code fail}, {@code crash}, {@code wait}. */
@Component
class TestWork implements OperationWork {
    static final String KIND = "TEST";

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String run(OperationContext context, String input) throws Exception {
        context.progress(10, "Begun");
        context.log("input " + input);
        return switch (input) {
            case "ok" -> "Done.";
            case "fail" -> throw new SlipwayException("test-failed", 422, "It was told to fail.");
            case "wait" -> {
                boolean ended = new CountDownLatch(1).await(60, TimeUnit.SECONDS);
                yield "Waited to the " + (ended ? "signal" : "end");
            }
            default -> throw new IllegalArgumentException(input);
        };
    }
}
