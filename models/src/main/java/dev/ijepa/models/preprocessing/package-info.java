/**
 * Turns the bytes of an image file into the exact pixels that the reference gives the model.
 *
 * <p>The reference is Pillow 13.0: {@code ImageOps.exif_transpose}, {@code convert('RGB')}, {@code
 * Image.resize}. The tests compare every variant of every format with its pixels, byte for byte.
 * Deliberate differences:
 *
 * <ul>
 *   <li>Gray of 16 bits (PNG, TIFF, PNM) and of 12 bits (TIFF) takes the upper eight bits. Pillow
 *       makes all values over 255 white. Signed samples and samples of 32 bits are cut to 0 to 255,
 *       as in Pillow.
 *   <li>PNGs are refused if a checksum up to the end of the pixels is wrong, if a palette or rows
 *       are missing, or if the header is not of the format. Pillow accepts some of them. Apple's
 *       own kind (CgBI) is refused too.
 *   <li>TIFFs of CIE Lab are refused. So are TIFFs with too few or missing strips or tiles, and
 *       TIFFs with invalid CCITT codes.
 *   <li>Some TIFFs are correct that Pillow garbles: uncompressed ones of 16 bits with a plane for
 *       each sample, planar tiles of four samples without ExtraSamples, and compressed big-endian
 *       ones of signed or floating-point samples.
 *   <li>JPEGs of more than 100 scans are too large. JPEGs with arithmetic coding of more than 64
 *       KiB are accepted; Pillow fails.
 *   <li>If EXIF cannot be read at all, the image stays upright. Pillow fails in some of these
 *       cases.
 *   <li>Lossless WebPs are too large if their prefix codes take more than 4 MiB and more than a
 *       byte a pixel. The byte that fills up an odd chunk does not count as data. An animation is
 *       refused if its first frame is damaged; libwebp continues with the next frame.
 *   <li>If the palette of a BMP of 4 or 8 bits is gray but does not have all levels, the palette is
 *       used.
 *   <li>TGAs are accepted if they have 8, 16, 24 or 32 bits a pixel and a plausible header: the
 *       format has no signature.
 * </ul>
 *
 * <p>Pillow 13 changed the order of the two passes of a resize for images that lose far more rows
 * than columns. With Pillow up to 12, a value of such an image may be some steps away.
 */
@NullMarked
package dev.ijepa.models.preprocessing;

import org.jspecify.annotations.NullMarked;
