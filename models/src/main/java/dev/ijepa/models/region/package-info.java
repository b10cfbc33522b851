/**
 * Parts of an image, and the mean of a model's tokens over them. Knows the grid of patches, and no
 * model.
 */
@NullMarked
package dev.ijepa.models.region;

import org.jspecify.annotations.NullMarked;
