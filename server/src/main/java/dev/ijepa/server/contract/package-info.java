/**
 * The contract {@code ijepa.v1}: its messages translated to the core and back, for every transport
 * that carries them. Knows no transport.
 */
@NullMarked
package dev.ijepa.server.contract;

import org.jspecify.annotations.NullMarked;
