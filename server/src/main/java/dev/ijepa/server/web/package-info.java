/**
 * The door for {@code ijepa.v1} over HTTP: its unary methods by the protocols of Connect and of
 * gRPC-Web, which clients generated for browsers speak. What the messages mean is said by {@code
 * contract}.
 */
@NullMarked
package dev.ijepa.server.web;

import org.jspecify.annotations.NullMarked;
