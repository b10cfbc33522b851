/** How good a classifier is on images that it was not trained on. */
@NullMarked
package dev.ijepa.models.head.evaluation;

import org.jspecify.annotations.NullMarked;
