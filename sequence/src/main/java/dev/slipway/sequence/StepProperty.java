package dev.slipway.sequence;

/**
 * A {@code variable} element of a step's {@code defaultVarList}.
 *
 * @param name the task-sequence variable
 * @param property the WMI property; empty where MDT leaves it out
 * @param hidden the handler reads it as a property; it is never published as a variable
 */
public record StepProperty(String name, String property, boolean hidden, String value) {

    public boolean isCalled(String propertyOrVariable) {
        return name.equalsIgnoreCase(propertyOrVariable) || property.equalsIgnoreCase(propertyOrVariable);
    }

    /** Passwords, PINs, keys: masked wherever they are shown. */
    public boolean secret() {
        return Secrets.isSecretName(name) || Secrets.isSecretName(property);
    }

    @Override
    public String toString() {
        return name + "=" + (secret() ? Secrets.MASK : value);
    }
}
