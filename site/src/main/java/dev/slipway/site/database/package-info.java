/** The site's database: SQLite or PostgreSQL behind the same SQL. */
@NullMarked
package dev.slipway.site.database;

import org.jspecify.annotations.NullMarked;
