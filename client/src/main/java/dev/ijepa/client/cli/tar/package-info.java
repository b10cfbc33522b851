/**
 * Reads tar archives: ustar, GNU and pax, as Python, GNU tar and libarchive write them. Names are
 * kept byte for byte, nothing is written to disk, and what a header can make this allocate is
 * bounded.
 */
@NullMarked
package dev.ijepa.client.cli.tar;

import org.jspecify.annotations.NullMarked;
