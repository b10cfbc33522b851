/**
 * Labelled images as people have them: folders, lists, tar archives. A dataset says which images
 * there are, and what is known of each; it computes nothing.
 */
@NullMarked
package dev.ijepa.ops.head.dataset;

import org.jspecify.annotations.NullMarked;
