package dev.ijepa.server.inference;

import java.util.List;

/**
 * An input of a request.
 *
 * @param name of the input
 * @param datatype as the client wrote it
 * @param shape outermost axis first, as the client wrote it
 * @param parameters of this tensor
 * @param contents its elements
 */
public record InputTensor(
    String name,
    String datatype,
    List<Long> shape,
    InferParameters parameters,
    TensorContents contents) {}
