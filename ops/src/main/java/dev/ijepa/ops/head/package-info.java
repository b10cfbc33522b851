/**
 * The command {@code ./ijepa head}: a folder of labelled images becomes a classifier. It computes
 * features as {@code ./ijepa embed} does, by a server of its own or by one that runs, and trains on
 * the files that are left.
 */
@NullMarked
package dev.ijepa.ops.head;

import org.jspecify.annotations.NullMarked;
