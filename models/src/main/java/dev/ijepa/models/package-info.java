/**
 * An I-JEPA model: its checkpoint, the pixels that it sees, its graph, and its SavedModel.
 *
 * <p>This module depends neither on gRPC nor on Guice.
 */
@NullMarked
package dev.ijepa.models;

import org.jspecify.annotations.NullMarked;
