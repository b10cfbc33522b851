/**
 * The command {@code ./ijepa head}: labelled images become a classifier. It computes features as
 * {@code ./ijepa embed} does, by a server of its own or by one that runs, and trains on the files
 * that are left.
 */
@NullMarked
package dev.ijepa.ops.head;

import org.jspecify.annotations.NullMarked;
