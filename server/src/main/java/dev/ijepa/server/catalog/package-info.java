/** The registry of loaded models by name. */
@NullMarked
package dev.ijepa.server.catalog;

import org.jspecify.annotations.NullMarked;
