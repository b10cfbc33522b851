/**
 * How items wait and who goes first: the fair queue, the turns of the priorities, worker threads.
 * Knows the words of an item, and nothing of what is done with it.
 */
@NullMarked
package dev.ijepa.server.queue;

import org.jspecify.annotations.NullMarked;
