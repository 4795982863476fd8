package dev.slipway.site.access.scope;

import dev.slipway.site.SlipwayException;
import dev.slipway.site.database.RowRules;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;

/** Reads a JSON body before its route does: one that names a hidden object is refused as if there were none. */
@RestControllerAdvice
class ScopedBody extends RequestBodyAdviceAdapter {
    /** A text that is nothing but an identifier of a package, task sequence or deployment. */
    private static final Pattern IDENTIFIER = Pattern.compile("\"([A-Z0-9]{3}[0-9A-F]{5})\"");

    private final Scopes scopes;

    ScopedBody(Scopes scopes) {
        this.scopes = scopes;
    }

    /** Task sequences come as text: what they refer to need not exist (TS-2), and a hidden package is to them as one that does not. */
    @Override
    public boolean supports(
            MethodParameter parameter, Type target, Class<? extends HttpMessageConverter<?>> converter) {
        return JacksonJsonHttpMessageConverter.class.isAssignableFrom(converter);
    }

    @Override
    public HttpInputMessage beforeBodyRead(
            HttpInputMessage message,
            MethodParameter parameter,
            Type target,
            Class<? extends HttpMessageConverter<?>> converter)
            throws IOException {
        if (RowRules.reader() == null) {
            return message;
        }
        byte[] body = message.getBody().readAllBytes();
        Set<String> named = IDENTIFIER
                .matcher(new String(body, StandardCharsets.UTF_8))
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toSet());
        scopes.hidden(named).stream().sorted().findFirst().ifPresent(hidden -> {
            throw SlipwayException.notFound("object", hidden);
        });
        return new Read(message.getHeaders(), body);
    }

    private record Read(HttpHeaders headers, byte[] body) implements HttpInputMessage {
        @Override
        public InputStream getBody() {
            return new ByteArrayInputStream(body);
        }

        @Override
        public HttpHeaders getHeaders() {
            return headers;
        }
    }
}
