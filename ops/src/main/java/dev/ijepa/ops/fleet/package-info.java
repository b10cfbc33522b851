/** Load by the SDK on several servers, to see that none of it fails. */
@NullMarked
package dev.ijepa.ops.fleet;

import org.jspecify.annotations.NullMarked;
