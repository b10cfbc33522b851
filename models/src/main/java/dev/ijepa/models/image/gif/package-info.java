/** The GIF decoder: the first frame. */
@NullMarked
package dev.ijepa.models.image.gif;

import org.jspecify.annotations.NullMarked;
