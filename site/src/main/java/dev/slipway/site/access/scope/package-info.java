/** Security scopes: which objects an account sees. What is enforced where is told at {@link dev.slipway.site.access.scope.ScopeGate}. */
@NullMarked
package dev.slipway.site.access.scope;

import org.jspecify.annotations.NullMarked;
