/**
 * The vocabulary that the server's packages share: the terms of an item, its failure and its
 * outcome.
 */
@NullMarked
package dev.ijepa.server.item;

import org.jspecify.annotations.NullMarked;
