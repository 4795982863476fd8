package dev.slipway.site.lock;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A route that names an object but does not edit it: it goes on while somebody else holds the object. On a class it holds for all its routes. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface LockFree {
    /** Why. */
    String value();
}
