package dev.slipway.sequence;

/** The step attribute {@code runIn}; absent, as MDT writes, means both. */
public enum RunIn {
    WINPE("WinPE"),
    FULL_OS("FullOS"),
    BOTH("WinPEandFullOS");

    private final String xml;

    RunIn(String xml) {
        this.xml = xml;
    }

    public boolean includes(Environment environment) {
        return switch (this) {
            case BOTH -> true;
            case WINPE -> environment == Environment.WINPE;
            case FULL_OS -> environment == Environment.FULL_OS;
        };
    }

    static RunIn of(String value) throws IllegalArgumentException {
        for (RunIn runIn : values()) {
            if (runIn.xml.equalsIgnoreCase(value)) {
                return runIn;
            }
        }
        if (value.isEmpty()) {
            return BOTH;
        }
        throw new IllegalArgumentException("runIn is '" + value + "'; it must be WinPE, FullOS or WinPEandFullOS");
    }

    @Override
    public String toString() {
        return xml;
    }
}
