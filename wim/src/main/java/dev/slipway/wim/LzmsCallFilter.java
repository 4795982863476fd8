package dev.slipway.wim;

import java.util.Arrays;

/**
 * Undoes what LZMS did to x86 code before compressing: operands relative to the instruction were made absolute wherever
 * the data looked like code. It looks like code near an instruction whose target was used shortly before.
 */
final class LzmsCallFilter {
    private static final int TARGET_WINDOW = 65535;
    private static final int CODE_REACH = 1023;

    /** No instruction begins in the last bytes of a chunk. */
    private static final int TAIL = 16;

    private static final boolean[] OPCODE = new boolean[256];

    static {
        for (int first : new int[] {0x48, 0x4c, 0xe8, 0xe9, 0xf0, 0xff}) {
            OPCODE[first] = true;
        }
    }

    private final int[] lastUse = new int[1 << 16];

    void undo(byte[] data, int size) {
        if (size <= TAIL + 1) {
            return;
        }
        Arrays.fill(lastUse, -TARGET_WINDOW - 1);
        int lastCode = -CODE_REACH - 1;
        int tail = size - TAIL;
        int at = 1;
        while (at < tail) {
            if (!OPCODE[data[at] & 0xff]) {
                at++;
                continue;
            }
            int opcodeBytes = opcodeBytes(data, at);
            if (opcodeBytes == 0) {
                // A jump is never translated, and its operand is not searched.
                at += (data[at] & 0xff) == 0xe9 ? 5 : 1;
                continue;
            }
            int reach = opcodeBytes == 1 ? CODE_REACH >> 1 : CODE_REACH;
            int operand = at + opcodeBytes;
            if (at - lastCode <= reach) {
                Decompressor.INT.set(data, operand, (int) Decompressor.INT.get(data, operand) - at);
            }
            int target = (at + ((short) Decompressor.SHORT.get(data, operand) & 0xffff)) & 0xffff;
            int end = operand + 3;
            if (end - lastUse[target] <= TARGET_WINDOW) {
                lastCode = end;
            }
            lastUse[target] = end;
            at = operand + 4;
        }
    }

    /** How many bytes stand before the operand of an instruction that is translated; 0 for any other. */
    private static int opcodeBytes(byte[] data, int at) {
        int second = data[at + 1] & 0xff;
        int third = data[at + 2] & 0xff;
        return switch (data[at] & 0xff) {
            case 0xff -> second == 0x15 ? 2 : 0;
            case 0xf0 -> second == 0x83 && third == 0x05 ? 3 : 0;
            case 0xe8 -> 1;
            case 0x48, 0x4c -> movesRelative(data[at] & 0xff, second, third) ? 3 : 0;
            default -> 0;
        };
    }

    /** LEA, or MOV into one of the first registers, with an operand relative to the instruction. */
    private static boolean movesRelative(int prefix, int opcode, int modRm) {
        if ((modRm & 0x07) != 0x05) {
            return false;
        }
        return opcode == 0x8d || (opcode == 0x8b && (prefix & 0x04) == 0 && (modRm & 0xf0) == 0);
    }
}
