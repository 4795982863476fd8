package dev.slipway.site.fleet;

/** To what a variable belongs. */
public record VariableOwner(Kind kind, String id) {
    public enum Kind {
        COLLECTION,
        DEVICE
    }

    public static VariableOwner device(long id) {
        return new VariableOwner(Kind.DEVICE, Long.toString(id));
    }

    public static VariableOwner collection(String id) {
        return new VariableOwner(Kind.COLLECTION, id);
    }
}
