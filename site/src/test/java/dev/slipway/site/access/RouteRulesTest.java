package dev.slipway.site.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.site.Role;
import dev.slipway.site.SharedSite;
import dev.slipway.site.TestSite;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every route that the site registers, whoever wrote it. */
class RouteRulesTest {
    private static TestSite site;

    private record Route(String method, String path, HandlerMethod handler) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    @BeforeAll
    static void start() throws Exception {
        site = SharedSite.get();
    }

    private static List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        site.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .forEach((info, handler) -> {
                    for (String pattern : info.getPatternValues()) {
                        String path = pattern.replaceAll("\\{[^/]*}", "1");
                        info.getMethodsCondition().getMethods().stream()
                                .map(RequestMethod::name)
                                .forEach(method -> routes.add(new Route(method, path, handler)));
                        if (info.getMethodsCondition().getMethods().isEmpty()) {
                            routes.add(new Route("GET", path, handler));
                        }
                    }
                });
        assertThat(routes).hasSizeGreaterThan(30);
        return routes;
    }

    private static boolean isOfMachines(Route route) {
        return route.path().startsWith("/machine/") || route.path().startsWith("/point/");
    }

    @Test
    void everyRouteHasARule() {
        assertThat(routes())
                .allSatisfy(route -> assertThat(RouteRules.isOpen(route.handler())
                                || RouteRules.required(route.handler()).isPresent())
                        .as("%s has @Requires or @Open", route)
                        .isTrue());
    }

    @Test
    void noRouteWithARoleAnswersWithoutLogin() throws Exception {
        for (Route route : routes()) {
            if (!RouteRules.isOpen(route.handler()) && !isOfMachines(route)) {
                int status = site.send(route.method(), route.path(), "", "").status();
                assertThat(status).as("%s without login", route).isIn(302, 401, 403);
            }
        }
    }

    @Test
    void noRouteAnswersALowerRoleThanItsOwn() throws Exception {
        String analyst = site.tokenOf(Role.READ_ONLY_ANALYST);
        for (Route route : routes()) {
            boolean needsMore = RouteRules.required(route.handler())
                    .filter(role -> role != Role.READ_ONLY_ANALYST)
                    .isPresent();
            if (needsMore && !isOfMachines(route) && route.path().startsWith("/api/")) {
                TestSite.Answer answer = site.send(route.method(), route.path(), "{}", analyst);
                assertThat(answer.status()).as("%s as analyst", route).isEqualTo(403);
                assertThat(answer.code()).isEqualTo("forbidden");
            }
        }
    }

    @Test
    void machinesRoutesAreNotThereOnThePlainDoor() throws Exception {
        for (Route route : routes()) {
            if (isOfMachines(route)) {
                assertThat(site.send(route.method(), route.path(), "", "").status())
                        .as("%s on the plain door", route)
                        .isEqualTo(404);
            }
        }
    }

    @Test
    void healthAnswersLocally() throws Exception {
        assertThat(site.send("GET", "/actuator/health", "", "").status()).isEqualTo(200);
    }
}
