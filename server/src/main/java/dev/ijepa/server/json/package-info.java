/**
 * JSON of strangers, read within bounds, and JSON for them, written while they read it. Knows no
 * transport.
 */
@NullMarked
package dev.ijepa.server.json;

import org.jspecify.annotations.NullMarked;
