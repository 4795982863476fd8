package dev.slipway.agent.wim;

import java.io.IOException;

/** The read end of a pipe is closed: whoever read it has ended, and knows why. */
public final class BrokenPipeException extends IOException {
    BrokenPipeException() {
        super("Broken pipe: the reader has ended");
    }
}
