/**
 * The Java SDK of ijepa-server: I-JEPA features of images in a line.
 *
 * <p>Start at {@link dev.ijepa.client.IjepaClient}. One image is a method call; many images are one
 * stream, pulled lazily, in which each item has its own result and which outlives the connection
 * below it.
 */
@NullMarked
package dev.ijepa.client;

import org.jspecify.annotations.NullMarked;
