/** The PNM decoder: portable bitmaps, graymaps and pixmaps of Netpbm, as text or as bytes. */
@NullMarked
package dev.ijepa.models.image.pnm;

import org.jspecify.annotations.NullMarked;
