/**
 * Finds the servers of a target again and again, so that one that is added gets its share. Not part
 * of the API.
 */
@NullMarked
package dev.ijepa.client.resolver;

import org.jspecify.annotations.NullMarked;
