package dev.slipway.site.access.content;

import org.jdbi.v3.core.mapper.reflect.ColumnName;

/** @param account an account's name, {@value #USERS} or {@value #ADMINISTRATORS} */
public record AccessAccount(@ColumnName("principal") String account, ContentAccess access) {
    /** Every account of the site. */
    public static final String USERS = "*users";
    /** Every account whose role may change the library. */
    public static final String ADMINISTRATORS = "*administrators";
}
