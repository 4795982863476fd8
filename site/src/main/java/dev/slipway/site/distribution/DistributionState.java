package dev.slipway.site.distribution;

/** Where a package stands at a point (DIST-7). */
public enum DistributionState {
    INSTALLED,
    INSTALL_PENDING,
    INSTALL_RETRYING,
    INSTALL_FAILED,
    REMOVAL_PENDING,
    REMOVAL_RETRYING,
    REMOVAL_FAILED,
    /** An older version is there, the new one is on its way. */
    CONTENT_UPDATING,
    /** It is there and its hashes are being checked (DIST-5). */
    CONTENT_MONITORING;

    /** The tab of the content status in which it stands (DIST-7). */
    public enum Tab {
        SUCCESS,
        IN_PROGRESS,
        ERROR,
        UNKNOWN
    }

    /** While nothing waits for its next try. */
    Tab tab() {
        return switch (this) {
            case INSTALLED -> Tab.SUCCESS;
            case INSTALL_PENDING,
                    INSTALL_RETRYING,
                    REMOVAL_PENDING,
                    REMOVAL_RETRYING,
                    CONTENT_UPDATING,
                    CONTENT_MONITORING -> Tab.IN_PROGRESS;
            case INSTALL_FAILED, REMOVAL_FAILED -> Tab.ERROR;
        };
    }

    public boolean isRemoval() {
        return switch (this) {
            case REMOVAL_PENDING, REMOVAL_RETRYING, REMOVAL_FAILED -> true;
            case INSTALLED, INSTALL_PENDING, INSTALL_RETRYING, INSTALL_FAILED, CONTENT_UPDATING, CONTENT_MONITORING ->
                false;
        };
    }
}
