/** The gRPC face of the server: messages in, messages out, and nothing of how features are made. */
@NullMarked
package dev.ijepa.server.rpc;

import org.jspecify.annotations.NullMarked;
