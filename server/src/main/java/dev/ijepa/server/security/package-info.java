/** TLS, and certificates of clients. */
@NullMarked
package dev.ijepa.server.security;

import org.jspecify.annotations.NullMarked;
