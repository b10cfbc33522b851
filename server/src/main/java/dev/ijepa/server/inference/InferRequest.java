package dev.ijepa.server.inference;

import java.util.List;

/**
 * A request for an inference.
 *
 * @param model the name of the model; empty means the server's default
 * @param version of the model; empty means the one that is served
 * @param id the client's own name for the request, which the response repeats
 * @param parameters of the request
 * @param inputs as the client sent them
 * @param outputs as the client sent them; none means EMBEDDING
 */
public record InferRequest(
    String model,
    String version,
    String id,
    InferParameters parameters,
    List<InputTensor> inputs,
    List<RequestedOutput> outputs) {}
