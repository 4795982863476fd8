package dev.slipway.site.library.source;

import com.hierynomus.security.Mac;
import com.hierynomus.security.SecurityException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * AES-CMAC (RFC 4493), with which SMB 3 signs each message ([MS-SMB2] 3.1.4.1), out of the Java runtime's AES, which uses the processor's own
 * instructions: every byte that is read from a share goes through it.
 */
final class AesCmac implements Mac {
    private static final int BLOCK = 16;
    private static final int PIECE_BYTES = 16 << 10;
    /** The polynomial of RFC 4493, 2.3. */
    private static final int RB = 0x87;

    private final byte[] unwanted = new byte[PIECE_BYTES];
    /** What may be the last block: it is treated differently, so it waits until more comes. */
    private final byte[] held = new byte[BLOCK];

    private int heldBytes;
    private byte[] wholeKey = new byte[BLOCK];
    private byte[] paddedKey = new byte[BLOCK];
    private @Nullable Cipher chain;

    @Override
    public void init(byte[] key) throws SecurityException {
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[BLOCK]));
            wholeKey = doubled(cipher.doFinal(new byte[BLOCK]));
            paddedKey = doubled(wholeKey);
            chain = cipher;
            heldBytes = 0;
        } catch (GeneralSecurityException e) {
            throw new SecurityException(e);
        }
    }

    private static byte[] doubled(byte[] block) {
        byte[] twice = new byte[BLOCK];
        for (int i = 0; i < BLOCK; i++) {
            int next = i + 1 < BLOCK ? (block[i + 1] & 0xFF) >>> 7 : 0;
            twice[i] = (byte) (block[i] << 1 | next);
        }
        if (block[0] < 0) {
            twice[BLOCK - 1] ^= (byte) RB;
        }
        return twice;
    }

    @Override
    public void update(byte one) {
        update(new byte[] {one}, 0, 1);
    }

    @Override
    public void update(byte[] bytes) {
        update(bytes, 0, bytes.length);
    }

    @Override
    public void update(byte[] bytes, int from, int length) {
        int at = from;
        int left = length;
        if (heldBytes > 0) {
            int taken = Math.min(left, BLOCK - heldBytes);
            System.arraycopy(bytes, at, held, heldBytes, taken);
            heldBytes += taken;
            at += taken;
            left -= taken;
            if (left > 0) {
                chain(held, 0, BLOCK);
                heldBytes = 0;
            }
        }
        while (left > BLOCK) {
            int whole = Math.min(PIECE_BYTES, (left - 1) / BLOCK * BLOCK);
            chain(bytes, at, whole);
            at += whole;
            left -= whole;
        }
        if (left > 0) {
            System.arraycopy(bytes, at, held, 0, left);
            heldBytes = left;
        }
    }

    private void chain(byte[] bytes, int from, int length) {
        try {
            ready().update(bytes, from, length, unwanted, 0);
        } catch (ShortBufferException e) {
            throw new AssertionError("CBC gives as many bytes as it takes", e);
        }
    }

    private Cipher ready() {
        Cipher cipher = chain;
        if (cipher == null) {
            throw new IllegalStateException("A key comes first");
        }
        return cipher;
    }

    /** Ready for the next message of the same key afterwards. */
    @Override
    public byte[] doFinal() {
        byte[] subkey = wholeKey;
        if (heldBytes < BLOCK) {
            held[heldBytes] = (byte) 0x80;
            Arrays.fill(held, heldBytes + 1, BLOCK, (byte) 0);
            subkey = paddedKey;
        }
        for (int i = 0; i < BLOCK; i++) {
            held[i] ^= subkey[i];
        }
        heldBytes = 0;
        try {
            return ready().doFinal(held);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("A whole block can be encrypted", e);
        }
    }

    @Override
    public void reset() {
        if (chain != null) {
            var _ = doFinal();
        }
    }
}
