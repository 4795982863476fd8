package dev.slipway.site.access;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/** The API's description, as far as one needs it to ask for something. */
final class WrongInputDocument {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");
    private final Map<?, ?> root;

    private WrongInputDocument(Map<?, ?> root) {
        this.root = root;
    }

    static WrongInputDocument read() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(WrongInputDocument.class.getResourceAsStream("/openapi/slipway.yaml"))) {
            return new WrongInputDocument(new Yaml().load(in));
        }
    }

    /** @param sample a body as it might be, null for a route without one */
    record Route(
            String method,
            String path,
            List<String> queries,
            @Nullable Object sample) {
        boolean hasBody() {
            return sample != null;
        }
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        map(root.get("paths"))
                .forEach((path, item) -> map(item).forEach((method, operation) -> {
                    if (METHODS.contains(String.valueOf(method))) {
                        List<String> queries = new ArrayList<>();
                        queries(map(item).get("parameters"), queries);
                        queries(map(operation).get("parameters"), queries);
                        routes.add(new Route(
                                String.valueOf(method).toUpperCase(Locale.ROOT),
                                String.valueOf(path),
                                queries,
                                body(operation)));
                    }
                }));
        return routes;
    }

    private void queries(@Nullable Object parameters, List<String> names) {
        if (parameters instanceof List<?> list) {
            for (Object one : list) {
                Map<?, ?> parameter = resolved(one);
                if ("query".equals(parameter.get("in"))) {
                    names.add(String.valueOf(parameter.get("name")));
                }
            }
        }
    }

    private @Nullable Object body(Object operation) {
        Map<?, ?> request = resolved(map(operation).get("requestBody"));
        Map<?, ?> json = map(map(request.get("content")).get("application/json"));
        if (request.isEmpty()) {
            return null;
        }
        return json.isEmpty() ? Map.of() : sample(json.get("schema"), 0);
    }

    private Object sample(@Nullable Object given, int depth) {
        Map<?, ?> schema = resolved(given);
        if (depth > 4) {
            return Map.of();
        }
        if (schema.get("allOf") instanceof List<?> all) {
            Map<Object, Object> merged = new LinkedHashMap<>();
            for (Object part : all) {
                if (sample(part, depth) instanceof Map<?, ?> fields) {
                    merged.putAll(fields);
                }
            }
            return merged;
        }
        for (String choice : List.of("oneOf", "anyOf")) {
            if (schema.get(choice) instanceof List<?> list && !list.isEmpty()) {
                return sample(list.getFirst(), depth);
            }
        }
        if (schema.get("enum") instanceof List<?> values && !values.isEmpty()) {
            return Objects.requireNonNull(values.getFirst());
        }
        Object type = schema.get("type") instanceof List<?> types ? types.getFirst() : schema.get("type");
        return switch (String.valueOf(type)) {
            case "integer", "number" -> 1;
            case "boolean" -> true;
            case "array" -> List.of(sample(schema.get("items"), depth + 1));
            case "object", "null" -> object(schema, depth);
            default -> "sample";
        };
    }

    private Map<Object, Object> object(Map<?, ?> schema, int depth) {
        Map<Object, Object> fields = new LinkedHashMap<>();
        map(schema.get("properties")).forEach((name, property) -> fields.put(name, sample(property, depth + 1)));
        return fields;
    }

    private Map<?, ?> resolved(@Nullable Object node) {
        Map<?, ?> map = map(node);
        if (map.get("$ref") instanceof String reference) {
            Object at = root;
            for (String key : reference.substring("#/".length()).split("/")) {
                at = Objects.requireNonNull(map(at).get(key), reference);
            }
            return resolved(at);
        }
        return map;
    }

    private static Map<?, ?> map(@Nullable Object node) {
        return node instanceof Map<?, ?> map ? map : Map.of();
    }
}
