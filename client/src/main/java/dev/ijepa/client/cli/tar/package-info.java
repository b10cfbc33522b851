/**
 * Reads tar archives: ustar, GNU and pax, as Python, GNU tar and libarchive write them. It keeps
 * names byte for byte, writes nothing to disk, and bounds what a header can make it allocate.
 */
@NullMarked
package dev.ijepa.client.cli.tar;

import org.jspecify.annotations.NullMarked;
