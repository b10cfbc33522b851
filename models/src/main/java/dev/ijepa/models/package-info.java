/**
 * What an I-JEPA model is: its checkpoint, the pixels that it sees, its graph, its SavedModel.
 *
 * <p>Nothing here knows of gRPC or of Guice.
 */
@NullMarked
package dev.ijepa.models;

import org.jspecify.annotations.NullMarked;
