package dev.slipway.protocol;

/**
 * The site's answer to a registration.
 *
 * @param machineId identifies the machine in every later request
 * @param message for the person in front of the machine
 * @param pollSeconds how long to wait before asking again while PENDING, 1 to 60
 */
public record RegistrationResult(long machineId, String name, State state, String message, int pollSeconds) {

    /** Whether an administrator or a rule let the machine in. */
    public enum State {
        PENDING,
        APPROVED,
        DENIED
    }
}
