/**
 * The command line of the SDK: embed, classify and list models. Uses nothing but the public SDK.
 */
@NullMarked
package dev.ijepa.client.cli;

import org.jspecify.annotations.NullMarked;
