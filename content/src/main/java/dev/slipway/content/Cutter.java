package dev.slipway.content;

/** Says where a file is cut into blocks. One cutter may serve one file or many; it keeps no position. */
public sealed interface Cutter permits ContentCutter, WimCutter {
    /**
     * The length of the block that begins at a position.
     *
     * @param position bytes from the file's start
     * @param data holds the file from that position on
     * @param from where in the data the position lies
     * @param to the end of what is there: at least {@link Block#MAXIMUM_LENGTH} bytes behind from, or the end of the file
     * @return bytes, 1 to the lesser of {@code to - from} and {@link Block#MAXIMUM_LENGTH}
     */
    int nextLength(long position, byte[] data, int from, int to);
}
