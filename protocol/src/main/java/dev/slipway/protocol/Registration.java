package dev.slipway.protocol;

/**
 * A machine introduces itself with its public key.
 *
 * @param publicKey Ed25519 key as base64 of its X.509 SubjectPublicKeyInfo
 * @param environment where the agent runs: {@code BOOT} or {@code FULL_OS}
 */
public record Registration(String publicKey, MachineIdentity identity, String agentVersion, Environment environment) {

    /** The boot environment (Windows PE's role), or the installed operating system. */
    public enum Environment {
        BOOT,
        FULL_OS
    }
}
