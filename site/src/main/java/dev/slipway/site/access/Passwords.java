package dev.slipway.site.access;

import dev.slipway.site.SlipwayException;
import java.security.SecureRandom;
import java.util.concurrent.Semaphore;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/** Argon2id with 16 MiB for each password, and few at once, so that logins cannot use up the memory. */
@Component
class Passwords {
    static final int SHORTEST = 12;
    private static final int LONGEST = 256;
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private final Argon2PasswordEncoder encoder = Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8();
    private final Semaphore atOnce = new Semaphore(4);
    private final SecureRandom random = new SecureRandom();

    String hash(String password) {
        return limited(() -> java.util.Objects.requireNonNull(encoder.encode(password)));
    }

    boolean matches(String password, String hash) {
        return password.length() <= LONGEST && limited(() -> encoder.matches(password, hash));
    }

    void check(String password) {
        if (password.length() < SHORTEST) {
            throw new SlipwayException(
                    "password-too-short", 422, "A password needs at least " + SHORTEST + " characters.");
        }
        if (password.length() > LONGEST) {
            throw new SlipwayException("password-too-long", 422, "A password has at most " + LONGEST + " characters.");
        }
    }

    /** 24 letters without those that look alike: 138 bits. */
    String random() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 24; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    private <T> T limited(java.util.function.Supplier<T> work) {
        atOnce.acquireUninterruptibly();
        try {
            return work.get();
        } finally {
            atOnce.release();
        }
    }
}
