/** Accounts, roles, tokens, the vault of secrets, the audit. */
@NullMarked
package dev.slipway.site.access;

import org.jspecify.annotations.NullMarked;
