package dev.slipway.wim;

/**
 * The offsets used last, three of which an LZMS match may use again. An offset that was just used joins the list only
 * after the next item, and one that is taken leaves it at once.
 */
final class LzmsRecent {
    private long first;
    private long second;
    private long third;
    private long fourth;
    private long pending;
    private int pendingEnd;

    void start() {
        first = 1;
        second = 2;
        third = 3;
        fourth = 4;
        pending = 0;
    }

    /** Called before each match: if another item lies between it and the last one, that one's offset joins the list. */
    void settle(int at) {
        if (pending != 0 && at != pendingEnd) {
            push(pending);
            pending = 0;
        }
    }

    long take(int index) {
        long taken;
        if (index == 0) {
            taken = first;
            first = second;
            second = third;
        } else if (index == 1) {
            taken = second;
            second = third;
        } else {
            taken = third;
        }
        third = fourth;
        return taken;
    }

    void put(long value) {
        if (pending != 0) {
            push(pending);
        }
        pending = value;
    }

    void usedUntil(int end) {
        pendingEnd = end;
    }

    private void push(long value) {
        fourth = third;
        third = second;
        second = first;
        first = value;
    }
}
