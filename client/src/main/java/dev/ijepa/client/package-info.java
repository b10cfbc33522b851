/**
 * The Java SDK of ijepa-server.
 *
 * <p>Start at {@link dev.ijepa.client.IjepaClient}. One image is a method call. Many images are one
 * stream: the client pulls them lazily, gives each its own result, and continues the stream over a
 * new connection if the old one breaks.
 */
@NullMarked
package dev.ijepa.client;

import org.jspecify.annotations.NullMarked;
