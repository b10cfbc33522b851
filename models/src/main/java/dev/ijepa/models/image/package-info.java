/** From a stranger's bytes to the exact pixels that the reference would give the model. */
@NullMarked
package dev.ijepa.models.image;

import org.jspecify.annotations.NullMarked;
