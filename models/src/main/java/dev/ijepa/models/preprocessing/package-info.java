/**
 * From a stranger's bytes to the exact pixels that the reference would give the model.
 *
 * <p>The reference is Pillow 13.0: {@code ImageOps.exif_transpose}, {@code convert('RGB')}, {@code
 * Image.resize}. The tests hold every variant of every format against its pixels, byte for byte.
 * Deliberate differences:
 *
 * <ul>
 *   <li>Gray of 16 bits (PNG, TIFF, PNM) and of 12 (TIFF) takes the upper eight bits; Pillow makes
 *       all values over 255 white. Signed samples, and those of 32 bits, are cut to 0 to 255 as
 *       Pillow does.
 *   <li>PNGs with a wrong checksum up to the end of their pixels, without palette or rows that they
 *       need, or with a header that the format does not know are refused; Pillow takes some of
 *       them. So are those of Apple's own kind (CgBI).
 *   <li>TIFFs of CIE Lab are not accepted, nor those whose strips or tiles are too few, are
 *       missing, or have CCITT rows with bits that are no code.
 *   <li>TIFFs with a plane for each sample are right where Pillow garbles them: not compressed ones
 *       of 16 bits, and tiles of four samples that nothing is told of; so are compressed big-endian
 *       ones of signed or floating-point samples.
 *   <li>JPEGs of more than 100 scans are too large. JPEGs with arithmetic coding of more than 64
 *       KiB are accepted; Pillow fails with them.
 *   <li>EXIF that can't be read at all leaves an image upright; Pillow fails with some of it.
 *   <li>Lossless WebPs whose prefix codes take more memory than a byte a pixel and than 4 MiB are
 *       too large; nor does the byte that fills up an odd chunk count as its data. An animation
 *       whose first frame is damaged is refused; libwebp goes on with the next one.
 *   <li>A BMP of 4 or 8 bits whose palette is gray, but not of all levels, is read by its palette.
 *   <li>TGAs are accepted if they have 8, 16, 24 or 32 bits a pixel, and a header that makes sense:
 *       the format has no signature.
 * </ul>
 *
 * <p>Pillow 13 changed the order of the two passes of a resize for images that lose far more rows
 * than columns; with Pillow up to 12 a value of such an image may be some steps away.
 */
@NullMarked
package dev.ijepa.models.preprocessing;

import org.jspecify.annotations.NullMarked;
