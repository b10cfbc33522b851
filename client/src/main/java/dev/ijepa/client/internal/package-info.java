/**
 * What the SDK and the load generator share. No part of the SDK's API: it may change with any
 * release.
 */
@NullMarked
package dev.ijepa.client.internal;

import org.jspecify.annotations.NullMarked;
