package dev.slipway.agent.run;

import dev.slipway.sequence.Restart;

/** How this start of the agent left the run. */
public sealed interface RunEnd {
    /** The sequence is over and the site knows. @param waitSeconds how long a failure stays on the screen */
    record Finished(boolean success, String message, long waitSeconds) implements RunEnd {}

    /** The run goes on after a restart. */
    record RestartNeeded(Restart restart) implements RunEnd {}

    /** The site has ended the run. */
    record Cancelled() implements RunEnd {}
}
