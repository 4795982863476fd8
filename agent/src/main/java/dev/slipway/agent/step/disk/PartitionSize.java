package dev.slipway.agent.step.disk;

/** How large a partition shall be. */
public sealed interface PartitionSize {
    /** A fixed size in bytes. */
    record Fixed(long bytes) implements PartitionSize {}

    /** A share of what the fixed sizes and the shares before it leave; 1 to 100, where 100 is all of it. */
    record PercentOfRest(int percent) implements PartitionSize {}
}
