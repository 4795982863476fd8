package dev.slipway.site.access;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Prints the first administrator's password, once, on standard output and not into any log file. */
@Component
class FirstAccount {
    private final Accounts accounts;

    FirstAccount(Accounts accounts) {
        this.accounts = accounts;
    }

    @EventListener(ApplicationReadyEvent.class)
    void print() {
        accounts.makeFirst()
                .ifPresent(
                        password -> System.out.println("\nThis site is new. Log in as:\n  account:  admin\n  password: "
                                + password + "\nThe password is shown only now.\n"));
    }
}
