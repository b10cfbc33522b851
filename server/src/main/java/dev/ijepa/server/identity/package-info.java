/** The caller of a request. Depends on no other package of the server. */
@NullMarked
package dev.ijepa.server.identity;

import org.jspecify.annotations.NullMarked;
