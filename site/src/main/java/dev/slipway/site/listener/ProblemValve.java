package dev.slipway.site.listener;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Tomcat itself refuses, before anything of ours is asked, is a problem (RFC 9457) like every other refusal. */
final class ProblemValve extends ErrorReportValve {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemValve.class);

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        try {
            response.setContentType("application/problem+json");
            response.setCharacterEncoding(StandardCharsets.UTF_8.name());
            PrintWriter out = response.getReporter();
            if (out != null) {
                out.write(body(status));
                response.finishResponse();
            }
        } catch (IOException | IllegalStateException e) {
            LOG.debug("A refusal could not be told", e);
        }
    }

    private static String body(int status) {
        return status >= 500
                ? body(
                        status,
                        "internal-error",
                        "The site failed at this request. Its log says more; please report it as a defect.")
                : body(
                        status,
                        "request-invalid",
                        "The request's address, headers or body are not what HTTP allows here. Check how they are encoded.");
    }

    private static String body(int status, String code, String detail) {
        return """
                {"type":"about:blank","title":"%s","status":%d,"detail":"%s","code":"%s"}""".formatted(status >= 500 ? "Internal Server Error" : "Bad Request", status, detail, code);
    }
}
