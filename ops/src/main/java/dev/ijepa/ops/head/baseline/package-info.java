/** What a head is compared with: the same classifier on the pixels themselves. */
@NullMarked
package dev.ijepa.ops.head.baseline;

import org.jspecify.annotations.NullMarked;
