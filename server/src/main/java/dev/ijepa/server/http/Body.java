package dev.ijepa.server.http;

import dev.ijepa.server.guard.Charge;

/**
 * The body of a request, inflated.
 *
 * @param bytes all of it
 * @param contentType the header; empty if there is none
 * @param charge what reading it takes is charged to this, until the handler returns
 */
public record Body(byte[] bytes, String contentType, Charge charge) {}
