package dev.slipway.site.database;

import dev.slipway.site.SlipwayProperties;
import java.io.IOException;
import java.nio.file.Files;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {
    @Bean(destroyMethod = "close")
    Database database(SlipwayProperties properties) throws IOException {
        SlipwayProperties.Database settings = properties.database();
        if (!settings.url().isBlank()) {
            return Database.open(new Dialect.Postgresql(settings.url(), settings.user(), settings.password()));
        }
        Files.createDirectories(properties.data());
        return Database.open(new Dialect.Sqlite(properties.data().resolve("site.sqlite")));
    }
}
