/** Loads models, measures how many lanes they gain by, and replaces versions that have changed. */
@NullMarked
package dev.ijepa.server.loading;

import org.jspecify.annotations.NullMarked;
