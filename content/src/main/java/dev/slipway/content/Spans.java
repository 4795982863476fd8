package dev.slipway.content;

import java.util.Arrays;

/** Runs of bytes within a buffer, in order; touching ones are one. */
final class Spans {
    private int[] bounds = new int[16];
    private int used;

    void add(int from, int to) {
        if (used > 0 && bounds[used - 1] == from) {
            bounds[used - 1] = to;
            return;
        }
        if (used == bounds.length) {
            bounds = Arrays.copyOf(bounds, 2 * used);
        }
        bounds[used++] = from;
        bounds[used++] = to;
    }

    int count() {
        return used / 2;
    }

    int from(int index) {
        return bounds[2 * index];
    }

    int to(int index) {
        return bounds[2 * index + 1];
    }
}
