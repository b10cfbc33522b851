/**
 * The gRPC layer. It translates messages to requests of the pipeline, and outcomes to messages. It
 * does not know how features are computed.
 */
@NullMarked
package dev.ijepa.server.rpc;

import org.jspecify.annotations.NullMarked;
