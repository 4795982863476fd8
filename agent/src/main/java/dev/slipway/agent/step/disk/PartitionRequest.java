package dev.slipway.agent.step.disk;

/**
 * A partition as the step asks for it.
 *
 * @param bootable the active flag; only MBR knows it
 * @param quickFormat false: NTFS is also overwritten and checked
 * @param volumeName the file system's label; empty for none
 * @param volumeVariable the variable that receives the volume's device; empty for none
 */
public record PartitionRequest(
        PartitionType type,
        VolumeFormat format,
        PartitionSize size,
        boolean bootable,
        boolean quickFormat,
        String volumeName,
        String volumeVariable) {}
