/** The BMP decoder. */
@NullMarked
package dev.ijepa.models.image.bmp;

import org.jspecify.annotations.NullMarked;
