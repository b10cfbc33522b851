/** TGA, also known as Targa. */
@NullMarked
package dev.ijepa.models.image.tga;

import org.jspecify.annotations.NullMarked;
