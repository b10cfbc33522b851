package dev.ijepa.server.inference;

/**
 * An output that a request asks for.
 *
 * @param name of the output
 * @param parameters of this output
 */
public record RequestedOutput(String name, InferParameters parameters) {}
