package dev.slipway.site.access.content;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A route that takes out or changes the content of the package that its address names. The role is asked first ({@link dev.slipway.site.Requires}). */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface NeedsContent {
    ContentAccess value();
}
