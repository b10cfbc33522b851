/**
 * The words that all rooms of the server share: what is asked of one image, and what became of it.
 */
@NullMarked
package dev.ijepa.server.item;

import org.jspecify.annotations.NullMarked;
