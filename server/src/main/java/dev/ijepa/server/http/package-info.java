/**
 * The HTTP port: Jetty's listener, and the bounds, errors, deadlines and metrics of every route.
 * The doors on it contribute {@link dev.ijepa.server.http.Route}s; none of them sees Jetty.
 */
@NullMarked
package dev.ijepa.server.http;

import org.jspecify.annotations.NullMarked;
