/** Who calls. Depends on no other room. */
@NullMarked
package dev.ijepa.server.identity;

import org.jspecify.annotations.NullMarked;
