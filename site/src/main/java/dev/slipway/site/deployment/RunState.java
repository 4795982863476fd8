package dev.slipway.site.deployment;

/** Where a run stands. */
public enum RunState {
    RUNNING,
    /** The machine restarts because the sequence asked for it. */
    RESTARTING,
    /** The machine started anew in the middle of a step; it goes on as soon as its agent is back. */
    INTERRUPTED,
    SUCCEEDED,
    FAILED,
    CANCELLED;

    public boolean isActive() {
        return switch (this) {
            case RUNNING, RESTARTING, INTERRUPTED -> true;
            case SUCCEEDED, FAILED, CANCELLED -> false;
        };
    }
}
