package dev.slipway.site.distribution;

import dev.slipway.site.ObjectName;
import dev.slipway.site.SlipwayException;
import java.util.Locale;
import org.jdbi.v3.core.Handle;

/** The name of a group; none of its kind has the same, whatever the case of its letters. */
record GroupName(String text) {
    private static final int LONGEST = 50;

    /** What groups have names. */
    enum Of {
        POINTS("point_group", "group"),
        BOUNDARIES("boundary_group", "boundary group");

        private final String table;
        private final String noun;

        Of(String table, String noun) {
            this.table = table;
            this.noun = noun;
        }
    }

    /** @param id of the group that shall have the name */
    static GroupName checked(Handle handle, Of kind, String wanted, String id) {
        GroupName name = new GroupName(wanted.strip());
        ObjectName.check(kind.noun, wanted, LONGEST);
        long others = handle.createQuery("select count(*) from " + kind.table + " where name_key = :key and id <> :id")
                .bind("key", name.key())
                .bind("id", id)
                .mapTo(Long.class)
                .one();
        if (others > 0) {
            throw new SlipwayException(
                    "group-exists",
                    409,
                    "There is a " + kind.noun + " " + name.text + " already. Choose another name.");
        }
        return name;
    }

    /** By which names are compared and ordered. */
    String key() {
        return text.toLowerCase(Locale.ROOT);
    }
}
