package dev.slipway.site.distribution;

import dev.slipway.content.ContentFile;
import dev.slipway.content.ContentId;
import dev.slipway.content.ContentSource;
import dev.slipway.content.ContentSources;
import dev.slipway.content.Manifest;
import dev.slipway.content.RemoteContent;
import dev.slipway.content.RemoteFile;
import dev.slipway.content.RetryPolicy;
import dev.slipway.content.WebFolder;
import dev.slipway.site.database.Database;
import dev.slipway.site.operation.Event;
import dev.slipway.site.operation.Events;
import dev.slipway.site.operation.OperationContext;
import dev.slipway.wim.ByteRange;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Web servers that hold a mirror of a content folder: the site looks whether they answer, and reads what they hold. */
@Component
class PlainPoints implements AutoCloseable {
    /** Between two looks. */
    static final Duration EVERY = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(PlainPoints.class);
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final int BUFFER_BYTES = 1 << 20;
    private final Database database;
    private final DistributionRows rows;
    private final Events events;
    private final Clock clock;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    PlainPoints(Database database, DistributionRows rows, Events events, Clock clock) {
        this.database = database;
        this.rows = rows;
        this.events = events;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "PT30S", initialDelayString = "PT5S")
    void look() throws InterruptedException {
        List<DistributionPoint> plain = database.read(handle -> new PointSql(handle)
                .all().stream()
                        .filter(point -> point.kind() == DistributionPoint.Kind.PLAIN)
                        .toList());
        for (DistributionPoint point : plain) {
            if (answers(point)) {
                heard(point);
            }
        }
    }

    private void heard(DistributionPoint point) {
        database.change(handle -> {
            PointSql sql = new PointSql(handle);
            sql.find(point.id()).ifPresent(now -> {
                sql.update(PointEdit.of(now).heard(clock.instant()));
                if (now.state() != DistributionPoint.State.ONLINE) {
                    events.publish(handle, Points.TOPIC, point.id(), Event.Change.CHANGED);
                    new DistributionSql(handle)
                            .ofPoint(point.id())
                            .forEach(row -> rows.change(handle, row, row.back(clock.instant())));
                }
            });
        });
    }

    /** Any answer will do: a folder that may not be listed is as it should be. */
    private boolean answers(DistributionPoint point) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(point.address().contentUrl() + "/"))
                    .timeout(ANSWER)
                    .method("HEAD", HttpRequest.BodyPublishers.noBody())
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() < 500;
        } catch (IOException e) {
            LOG.debug("{} does not answer", point.name(), e);
            return false;
        }
    }

    /** Other points that hold a content as a whole, for a store that lost blocks of it. @param query the ticket for them */
    List<ContentSource> holders(ContentId content, String query) {
        return database.read(handle -> new PointSql(handle)
                .all().stream()
                        .filter(point -> point.kind() != DistributionPoint.Kind.SITE && point.serves())
                        .filter(point ->
                                new PointSql(handle).contents(point.id()).contains(content.hex()))
                        .<ContentSource>map(point ->
                                new WebFolder(point.name(), point.address().contentUrl(), client, () -> query))
                        .toList());
    }

    /** Reads every block and checks its hash. @throws IOException when something is missing or damaged, saying what */
    void check(DistributionPoint point, Manifest manifest, OperationContext context)
            throws IOException, InterruptedException {
        String url = point.address().contentUrl();
        RemoteContent remote = new RemoteContent(
                manifest,
                ContentSources.of(new WebFolder(point.name(), url, client, WebFolder.Ticket.NONE)),
                new RetryPolicy(Duration.ofSeconds(60), Duration.ofMillis(200), Duration.ofSeconds(5)));
        long total = manifest.files().stream().mapToLong(ContentFile::size).sum();
        long done = 0;
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        for (ContentFile file : manifest.files()) {
            try (RemoteFile in = remote.file(file.path())) {
                in.prefetch(List.of(new ByteRange(0, file.size())));
                for (long at = 0; at < file.size(); at += BUFFER_BYTES) {
                    buffer.clear().limit((int) Math.min(BUFFER_BYTES, file.size() - at));
                    in.readFully(at, buffer);
                    done += buffer.limit();
                    context.progress(CheckContent.percent(done, total), "Reading " + file.path());
                }
            }
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
