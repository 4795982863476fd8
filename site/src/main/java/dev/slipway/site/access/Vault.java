package dev.slipway.site.access;

import dev.slipway.site.database.Database;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jdbi.v3.core.Handle;
import org.springframework.stereotype.Component;

/**
 * Keeps secrets encrypted (AES-256-GCM) under a key that lies in the data folder and not in the database, so a copy of the database alone tells none.
 */
@Component
public class Vault {
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private final SecretKeySpec key;
    private final Database database;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Vault(SiteKeys keys, Database database, Clock clock) {
        this.key = new SecretKeySpec(keys.key("vault"), "AES");
        this.database = database;
        this.clock = clock;
    }

    /**
     * Encrypts a text for a column of its owner's table.
     *
     * @param place where it belongs, for example {@code variable/17/Password}: it opens nowhere else
     */
    public String seal(String place, String secret) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = cipher(Cipher.ENCRYPT_MODE, place, nonce, secret.getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(nonce.length + sealed.length)
                        .put(nonce)
                        .put(sealed)
                        .array());
    }

    /** @throws IllegalStateException when the text was not sealed for this place with this site's key */
    public String open(String place, String sealed) {
        byte[] bytes = Base64.getDecoder().decode(sealed);
        if (bytes.length < NONCE_BYTES + TAG_BITS / 8) {
            throw new IllegalStateException("The secret for " + place + " is too short to be one");
        }
        byte[] nonce = java.util.Arrays.copyOf(bytes, NONCE_BYTES);
        byte[] body = java.util.Arrays.copyOfRange(bytes, NONCE_BYTES, bytes.length);
        return new String(cipher(Cipher.DECRYPT_MODE, place, nonce, body), StandardCharsets.UTF_8);
    }

    /** Keeps a secret under a name, in place of the former one. */
    public void put(Handle handle, String name, String secret) {
        handle.createUpdate("""
                insert into secret (name, ciphertext, changed_at) values (:name, :ciphertext, :now)
                on conflict (name) do update set ciphertext = excluded.ciphertext, changed_at = excluded.changed_at
                """)
                .bind("name", name)
                .bind("ciphertext", seal(name, secret))
                .bind("now", clock.instant())
                .execute();
    }

    public Optional<String> get(String name) {
        return database.read(handle -> handle.createQuery("select ciphertext from secret where name = :name")
                .bind("name", name)
                .mapTo(String.class)
                .findOne()
                .map(ciphertext -> open(name, ciphertext)));
    }

    public void remove(Handle handle, String name) {
        handle.execute("delete from secret where name = ?", name);
    }

    private byte[] cipher(int mode, String place, byte[] nonce, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "The secret for " + place + " cannot be opened: the data folder's keys/vault.key is another site's",
                    e);
        }
    }
}
