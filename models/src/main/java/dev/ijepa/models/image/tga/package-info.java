/** The TGA (Targa) decoder. */
@NullMarked
package dev.ijepa.models.image.tga;

import org.jspecify.annotations.NullMarked;
