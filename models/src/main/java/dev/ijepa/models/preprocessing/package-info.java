/**
 * From a stranger's bytes to the exact pixels that the reference would give the model.
 *
 * <p>The reference is Pillow 13.0: {@code ImageOps.exif_transpose}, {@code convert('RGB')}, {@code
 * Image.resize}. The tests hold every variant of every format against its pixels, byte for byte.
 * Deliberate differences:
 *
 * <ul>
 *   <li>Gray of 16 bits (PNG, TIFF) and of 12 (TIFF) takes the upper eight bits; Pillow makes all
 *       values over 255 white. Signed samples, and those of 32 bits, are cut to 0 to 255 as Pillow
 *       does.
 *   <li>PNGs with a wrong checksum, without palette, rows or end that they need, or with a header
 *       that the format does not know are refused; Pillow takes some of them.
 *   <li>JPEGs with arithmetic or lossless coding, or with more than 100 scans, are not accepted;
 *       nor are TIFFs of CIE Lab, and those whose strips or tiles are too few, are missing, or have
 *       CCITT rows with bits that are no code.
 *   <li>TIFFs with a plane for each sample are right where Pillow garbles them: not compressed ones
 *       of 16 bits, and tiles of four samples that nothing is told of; so are compressed big-endian
 *       ones of signed or floating-point samples.
 *   <li>Orientation in a PNG counts from eXIf only, in an animated one too wherever that is, and
 *       not from XMP or ImageMagick's text.
 *   <li>Lossless WebPs whose prefix codes take more memory than a byte a pixel and than 4 MiB are
 *       too large; nor does the byte that fills up an odd chunk count as its data.
 *   <li>A BMP of 4 or 8 bits whose palette is gray, but not of all levels, is read by its palette.
 * </ul>
 *
 * <p>Pillow 13 changed the order of the two passes of a resize for images that lose far more rows
 * than columns; with Pillow up to 12 a value of such an image may be some steps away.
 */
@NullMarked
package dev.ijepa.models.preprocessing;

import org.jspecify.annotations.NullMarked;
