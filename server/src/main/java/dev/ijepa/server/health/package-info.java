/** Checks whether the models compute correct results, and reports the server's health. */
@NullMarked
package dev.ijepa.server.health;

import org.jspecify.annotations.NullMarked;
