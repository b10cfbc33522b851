/**
 * The command line: embed, classify, models and bench. Uses the public SDK and, for bench, the load
 * generator.
 */
@NullMarked
package dev.ijepa.client.cli;

import org.jspecify.annotations.NullMarked;
