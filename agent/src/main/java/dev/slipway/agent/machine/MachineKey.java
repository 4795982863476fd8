package dev.slipway.agent.machine;

import dev.slipway.agent.volume.StateVolume;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;

/** The Ed25519 key by which the site knows this machine again. Two lines in a file: PKCS #8 and SubjectPublicKeyInfo, base64. */
public final class MachineKey {
    private final KeyPair keys;

    private MachineKey(KeyPair keys) {
        this.keys = keys;
    }

    /** The key beside the state, or a new one, which is put there. */
    public static MachineKey of(StateVolume state) throws IOException {
        Optional<byte[]> stored = state.read(StateVolume.KEY);
        if (stored.isPresent()) {
            try {
                return new MachineKey(decode(new String(stored.get(), StandardCharsets.US_ASCII)));
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                // A damaged key proves nothing: the machine introduces itself anew and the site decides.
                state.write(StateVolume.KEY, new byte[0]);
            }
        }
        MachineKey made = make();
        state.write(StateVolume.KEY, made.encode());
        return made;
    }

    /** A new key that is kept nowhere. */
    public static MachineKey make() {
        try {
            return new MachineKey(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime has no Ed25519", e);
        }
    }

    public PrivateKey privateKey() {
        return keys.getPrivate();
    }

    /** For {@link dev.slipway.protocol.Registration}. */
    public String publicKeyText() {
        return Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
    }

    private byte[] encode() {
        String text =
                Base64.getEncoder().encodeToString(keys.getPrivate().getEncoded()) + "\n" + publicKeyText() + "\n";
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static KeyPair decode(String text) throws GeneralSecurityException {
        String[] lines = text.split("\n");
        if (lines.length != 2) {
            throw new IllegalArgumentException("A key file has two lines");
        }
        KeyFactory factory = KeyFactory.getInstance("Ed25519");
        return new KeyPair(
                factory.generatePublic(
                        new X509EncodedKeySpec(Base64.getDecoder().decode(lines[1]))),
                factory.generatePrivate(
                        new PKCS8EncodedKeySpec(Base64.getDecoder().decode(lines[0]))));
    }
}
