/**
 * The core: what a request means. It validates requests, fills in the defaults, acquires the model,
 * and makes results of what the model computed. It knows no wire format; each door translates.
 */
@NullMarked
package dev.ijepa.server.features;

import org.jspecify.annotations.NullMarked;
