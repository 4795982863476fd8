package dev.slipway.site.lock;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.slipway.site.SlipwayException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Somebody edits an object.
 *
 * @param kind {@code OS_IMAGE} and the other types of packages, {@code TASK_SEQUENCE}, {@code COLLECTION}, {@code POINT_GROUP}, {@code BOUNDARY_GROUP}
 * @param device tells the account's devices apart; a secret of that device
 * @param address where the account took it
 */
public record ObjectLock(
        String objectId,
        String kind,
        String name,
        String account,
        @JsonIgnore String device,
        String address,
        Instant takenAt,
        Instant expiresAt) {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);

    public boolean isOf(Editor editor) {
        return account.equals(editor.account()) && device.equals(editor.device());
    }

    /** Who holds it, since when, until when, and what to do. */
    public String sentence() {
        return "%s (%s) is being edited by %s at %s since %s UTC, until %s UTC at the latest. Wait, or ask %s to save or to discard the changes there."
                .formatted(name, objectId, account, address, MINUTE.format(takenAt), MINUTE.format(expiresAt), account);
    }

    public SlipwayException refusal() {
        return new SlipwayException("object-locked", 423, sentence());
    }
}
