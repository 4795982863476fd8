package dev.slipway.agent.step.disk;

/** The kind of a disk's partition table. */
public enum PartitionStyle {
    GPT,
    MBR
}
