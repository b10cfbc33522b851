/**
 * The commands {@code embed}, {@code classify}, {@code models} and {@code bench}. They use the
 * public SDK; {@code bench} also uses the load generator.
 */
@NullMarked
package dev.ijepa.client.cli;

import org.jspecify.annotations.NullMarked;
