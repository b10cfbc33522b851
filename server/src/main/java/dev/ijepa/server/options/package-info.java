/**
 * Types of option values (durations, sizes, addresses), and how the server reports wrong options.
 */
@NullMarked
package dev.ijepa.server.options;

import org.jspecify.annotations.NullMarked;
