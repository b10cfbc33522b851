/** The PNG decoder. */
@NullMarked
package dev.ijepa.models.image.png;

import org.jspecify.annotations.NullMarked;
