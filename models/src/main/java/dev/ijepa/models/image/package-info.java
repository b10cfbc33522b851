/**
 * Images: where they come from, what they may cost, how they are decoded, and what the decoders of
 * all formats share. Each format is a package of its own within.
 */
@NullMarked
package dev.ijepa.models.image;

import org.jspecify.annotations.NullMarked;
