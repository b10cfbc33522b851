/** What begins with the server and ends with it. */
@NullMarked
package dev.ijepa.server.lifecycle;

import org.jspecify.annotations.NullMarked;
