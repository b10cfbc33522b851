package dev.ijepa.server.inference;

import dev.ijepa.server.features.ModelIdentity;
import java.util.List;

/**
 * The answer to a request.
 *
 * @param id of the request
 * @param model that computed it
 * @param outputs in the order of the request
 */
public record InferResponse(String id, ModelIdentity model, List<OutputTensor> outputs) {}
