/**
 * What memory the process may have, and what it is for. Depends on no other package but options.
 */
@NullMarked
package dev.ijepa.server.memory;

import org.jspecify.annotations.NullMarked;
