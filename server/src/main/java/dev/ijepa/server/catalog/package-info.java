/** Which models are loaded, under which names. */
@NullMarked
package dev.ijepa.server.catalog;

import org.jspecify.annotations.NullMarked;
