/** Who may connect, and how. */
@NullMarked
package dev.ijepa.server.security;

import org.jspecify.annotations.NullMarked;
