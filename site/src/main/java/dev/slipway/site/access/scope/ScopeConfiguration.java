package dev.slipway.site.access.scope;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** After the roles, before everything that tells something of an object. */
@Configuration(proxyBeanMethods = false)
class ScopeConfiguration implements WebMvcConfigurer {
    private final ScopeGate gate;

    ScopeConfiguration(ScopeGate gate) {
        this.gate = gate;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(gate).order(50);
    }
}
