package dev.slipway.site.lock;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerMapping;

/** Which object a page of the console can edit, and who does so now. */
@Component
public class EditorView {
    private final Locks locks;

    EditorView(Locks locks) {
        this.locks = locks;
    }

    /**
     * @param objectId empty when the page edits no object
     * @param lock empty when nobody edits it
     * @param mine held here, by this account on this device
     */
    public record State(String objectId, Optional<ObjectLock> lock, boolean mine) {
        public static final State NONE = new State("", Optional.empty(), false);

        public boolean isOfAnother() {
            return lock.isPresent() && !mine;
        }

        /** Why nothing can be changed now, for a button; empty when it can. */
        public String whyNot() {
            return mine
                    ? ""
                    : lock.map(held -> held.account() + " edits it now.").orElse("");
        }
    }

    public State of(HttpServletRequest request) {
        if (!LockGate.edits(request.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE))) {
            return State.NONE;
        }
        return locks.lockable(LockGate.named(request))
                .map(object -> of(object, request))
                .orElse(State.NONE);
    }

    /** The form was refused and is shown again: whoever edits the object has not ended. */
    public static void goesOn(HttpServletRequest request) {
        request.removeAttribute(LockGate.HELD);
    }

    public State taken(ObjectLock lock) {
        return new State(lock.objectId(), Optional.of(lock), true);
    }

    /** Of an object that is named; whether it can be edited at all is not asked. */
    public State of(String object, HttpServletRequest request) {
        Optional<ObjectLock> lock = locks.find(object);
        boolean mine =
                lock.isPresent() && Editor.of(request).filter(lock.get()::isOf).isPresent();
        return new State(object, lock, mine);
    }
}
