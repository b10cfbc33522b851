/** Whether the server does its work: by its results, and not by its sockets. */
@NullMarked
package dev.ijepa.server.health;

import org.jspecify.annotations.NullMarked;
