package dev.slipway.protocol;

/**
 * The engine's position and variables.
 *
 * @param saveNumber counts up with every save, from 1
 * @param snapshot opaque to the site; it may hold secrets
 */
public record SavedState(long saveNumber, String snapshot) {
    @Override
    public String toString() {
        return "SavedState[" + saveNumber + "]";
    }
}
