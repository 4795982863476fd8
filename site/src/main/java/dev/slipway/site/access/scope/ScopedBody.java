package dev.slipway.site.access.scope;

import dev.slipway.site.SlipwayException;
import dev.slipway.site.database.RowRules;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;

/** Reads a JSON body before its route does: one that names a hidden object is refused as if there were none. */
@RestControllerAdvice
class ScopedBody extends RequestBodyAdviceAdapter {
    /** Of a package, task sequence or deployment. */
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Z0-9]{3}[0-9A-F]{5}");

    private static final Logger LOG = LoggerFactory.getLogger(ScopedBody.class);

    private final Scopes scopes;
    private final JsonMapper json;

    ScopedBody(Scopes scopes, JsonMapper json) {
        this.scopes = scopes;
        this.json = json;
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
        Set<String> named = named(body);
        scopes.hidden(named).stream().sorted().findFirst().ifPresent(hidden -> {
            throw SlipwayException.notFound("object", hidden);
        });
        return new Read(message.getHeaders(), body);
    }

    /** As the route will understand it: parsed, for a character may be written in more than one way. */
    private Set<String> named(byte[] body) {
        Set<String> named = new HashSet<>();
        try (JsonParser parser = json.createParser(body)) {
            while (parser.nextToken() != null) {
                String text =
                        ScopeGate.FREE_TEXTS.contains(String.valueOf(parser.currentName())) ? null : parser.getString();
                if (text != null && IDENTIFIER.matcher(text.strip()).matches()) {
                    named.add(text.strip());
                }
            }
        } catch (JacksonException e) {
            // The route reads the same and tells the place of the mistake.
            LOG.debug("A body that is no JSON", e);
        }
        return named;
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
