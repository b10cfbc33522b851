/** The registry of the models that are served, by name. */
@NullMarked
package dev.ijepa.server.catalog;

import org.jspecify.annotations.NullMarked;
