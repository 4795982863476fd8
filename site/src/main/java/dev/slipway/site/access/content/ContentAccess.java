package dev.slipway.site.access.content;

/** What an account may do with a package's content; each may do what the earlier ones may. */
public enum ContentAccess {
    NONE,
    /** Take it out of the site: prestaged content files, exports, extracts. */
    READ,
    /** Change it: refresh, roll back, another source, other members; and say who has which access. */
    FULL;

    public boolean covers(ContentAccess needed) {
        return compareTo(needed) >= 0;
    }
}
