package dev.slipway.site.library;

import dev.slipway.site.database.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Whether those who show tickets are still welcome. A ticket outlives an approval that was withdrawn; at the site it must not. */
@Component
class TicketBearers {
    /** So long a withdrawal may take to be felt; not every range asks the database. */
    private static final Duration REMEMBERED = Duration.ofSeconds(5);

    private static final int MOST = 10_000;
    private final Database database;
    private final Clock clock;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();

    private record Answer(boolean welcome, Instant until) {}

    TicketBearers(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    boolean isWelcome(String bearer) {
        Instant now = clock.instant();
        Answer known = answers.get(bearer);
        if (known != null && now.isBefore(known.until())) {
            return known.welcome();
        }
        boolean welcome = ask(bearer);
        if (answers.size() > MOST) {
            answers.clear();
        }
        answers.put(bearer, new Answer(welcome, now.plus(REMEMBERED)));
        return welcome;
    }

    private boolean ask(String bearer) {
        if (bearer.matches("machine-[0-9]{1,18}")) {
            long id = Long.parseLong(bearer.substring("machine-".length()));
            return database.read(handle ->
                    handle.createQuery("""
                            select count(*) from device where id = :id and (state = 'APPROVED' or state = 'PENDING' and offered_key <> '')
                            """).bind("id", id).mapTo(Long.class).one() > 0);
        }
        String id = bearer.startsWith("point-") ? bearer.substring("point-".length()) : "";
        return database.read(handle -> handle.createQuery("select count(*) from distribution_point where id = :id")
                        .bind("id", id)
                        .mapTo(Long.class)
                        .one()
                > 0);
    }
}
