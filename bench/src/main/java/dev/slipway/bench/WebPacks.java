package dev.slipway.bench;

import dev.slipway.content.PackId;
import dev.slipway.content.PackSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Packs of a plain web server, as the agent fetches them but without a ticket. */
final class WebPacks implements PackSource {
    private static final int PARTIAL_CONTENT = 206;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;

    WebPacks(String base) {
        this.base = base;
    }

    @Override
    public InputStream open(PackId pack, long offset, long length) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/" + pack + ".pack"))
                .timeout(Duration.ofSeconds(30))
                .header("Range", "bytes=" + offset + "-" + (offset + length - 1))
                .build();
        try {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() != PARTIAL_CONTENT) {
                response.body().close();
                throw new IOException(request.uri() + " answered " + response.statusCode());
            }
            return response.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted");
        }
    }
}
