/** The WebP decoder: VP8 (lossy) and VP8L (lossless). */
@NullMarked
package dev.ijepa.models.image.webp;

import org.jspecify.annotations.NullMarked;
