/** Deployments of task sequences to collections, what a machine boots, and the runs with their steps and logs. */
@NullMarked
package dev.slipway.site.deployment;

import org.jspecify.annotations.NullMarked;
