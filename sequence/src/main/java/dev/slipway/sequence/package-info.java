/** Task sequences: model, ConfigMgr and MDT XML, conditions, variables, the engine with its step contract. */
@NullMarked
package dev.slipway.sequence;

import org.jspecify.annotations.NullMarked;
