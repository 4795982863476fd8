package dev.slipway.site.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.site.SharedSite;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** The API's description and the routes that the site registers say the same. */
class OpenApiTest {
    private static final String BASE = "/api/v1";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

    @Test
    void describesEveryRouteAndNoOther() throws Exception {
        assertThat(described()).isEqualTo(registered());
    }

    @Test
    void everyReferenceInItLeadsSomewhere() throws Exception {
        Map<?, ?> document = document();
        List<String> references = new ArrayList<>();
        collectReferences(document, references);
        assertThat(references).isNotEmpty().allSatisfy(reference -> {
            Object at = document;
            for (String key : reference.substring("#/".length()).split("/")) {
                at = ((Map<?, ?>) Objects.requireNonNull(at)).get(key);
            }
            assertThat(at).as(reference).isNotNull();
        });
    }

    private static Set<String> registered() throws Exception {
        Set<String> routes = new TreeSet<>();
        SharedSite.get()
                .bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .forEach(info -> info.getPatternValues().stream()
                        .filter(path -> path.startsWith(BASE + "/"))
                        .forEach(path -> info.getMethodsCondition().getMethods().stream()
                                .map(RequestMethod::name)
                                .forEach(method -> routes.add(route(method, path)))));
        return routes;
    }

    private static Set<String> described() throws IOException {
        Set<String> routes = new TreeSet<>();
        Map<?, ?> paths = (Map<?, ?>) Objects.requireNonNull(document().get("paths"));
        paths.forEach((path, item) -> ((Map<?, ?>) item)
                .keySet().stream()
                        .map(String::valueOf)
                        .filter(METHODS::contains)
                        .forEach(method -> routes.add(route(method, BASE + path))));
        return routes;
    }

    /** What a path's variables are called does not matter. */
    private static String route(String method, String path) {
        return method.toUpperCase(java.util.Locale.ROOT) + " " + path.replaceAll("\\{[^/]*}", "{}");
    }

    private static Map<?, ?> document() throws IOException {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try (InputStream in = Objects.requireNonNull(OpenApiTest.class.getResourceAsStream("/openapi/slipway.yaml"))) {
            return new Yaml(options).load(in);
        }
    }

    private static void collectReferences(Object node, List<String> references) {
        if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                if (key.equals("$ref")) {
                    references.add((String) value);
                } else {
                    collectReferences(value, references);
                }
            });
        } else if (node instanceof List<?> list) {
            list.forEach(item -> collectReferences(item, references));
        }
    }
}
