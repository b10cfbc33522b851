package dev.ijepa.server.http;

import dev.ijepa.server.identity.Caller;

/**
 * A request that is over.
 *
 * @param caller who sent it
 * @param method of HTTP
 * @param route its path with the names of parameters; one of a bounded number
 * @param status of the response; 499 if the client was gone before it
 * @param reason {@code ok}, or the reason of the failure in lower case
 * @param nanos from its headers until its response has left
 */
public record FinishedRequest(
    Caller caller, String method, String route, int status, String reason, long nanos) {}
