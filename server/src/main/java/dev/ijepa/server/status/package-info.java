/**
 * Failures in the error model that gRPC, gRPC-Web and Connect share: google.rpc.Status with its
 * details. Knows no transport.
 */
@NullMarked
package dev.ijepa.server.status;

import org.jspecify.annotations.NullMarked;
