package dev.slipway.site.console;

import dev.slipway.site.SlipwayException;
import java.io.Serializable;

/**
 * What the next page tells of what was done.
 *
 * @param code an error's stable code; empty when it went well
 */
public record Notice(String text, String code) implements Serializable {
    static Notice done(String text) {
        return new Notice(text, "");
    }

    static Notice of(SlipwayException refused) {
        return new Notice(refused.detail(), refused.code());
    }

    public boolean failed() {
        return !code.isEmpty();
    }
}
