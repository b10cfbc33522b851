package dev.ijepa.server.inference;

import java.util.List;
import java.util.SortedMap;

/**
 * What a model is.
 *
 * @param name under which requests call it
 * @param version that is served
 * @param platform what computes it
 * @param inputs of which a request has one
 * @param outputs that it can give
 * @param maxImages of one request
 * @param properties fingerprint, revision, licence and source
 */
public record ModelMetadata(
    String name,
    String version,
    String platform,
    List<TensorSpec> inputs,
    List<TensorSpec> outputs,
    int maxImages,
    SortedMap<String, String> properties) {}
