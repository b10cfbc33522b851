/** The I-JEPA feature server. {@link dev.ijepa.server.IjepaServer} lists its modules. */
@NullMarked
package dev.ijepa.server;

import org.jspecify.annotations.NullMarked;
