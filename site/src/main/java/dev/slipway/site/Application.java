package dev.slipway.site;

import dev.slipway.point.PointProgram;
import java.util.Arrays;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Starts a site, or the other role of this program: a distribution point. A site's settings are in {@link SlipwayProperties}. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class Application {
    public static void main(String[] arguments) {
        if (arguments.length > 0 && arguments[0].equals("distribution-point")) {
            System.exit(PointProgram.run(Arrays.copyOfRange(arguments, 1, arguments.length)));
        }
        SpringApplication.run(Application.class, arguments);
    }
}
