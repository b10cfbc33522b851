/**
 * What any gRPC service of this server needs: the port, its threads, and the guards that bound what
 * a connection, a call and a message may cost. It knows no contract; services are contributed.
 */
@NullMarked
package dev.ijepa.server.grpc;

import org.jspecify.annotations.NullMarked;
