/** WebP: VP8, which is lossy, and VP8L, which is lossless. */
@NullMarked
package dev.ijepa.models.image.webp;

import org.jspecify.annotations.NullMarked;
