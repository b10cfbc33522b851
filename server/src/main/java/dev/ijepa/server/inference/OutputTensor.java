package dev.ijepa.server.inference;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * An output of a response.
 *
 * @param name as it was requested
 * @param datatype of its elements
 * @param shape outermost axis first; the first is the image
 * @param contents raw, little-endian and row-major, from position to limit
 */
public record OutputTensor(String name, Datatype datatype, List<Long> shape, ByteBuffer contents) {}
