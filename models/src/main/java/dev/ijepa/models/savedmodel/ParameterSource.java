package dev.ijepa.models.savedmodel;

import dev.ijepa.models.encoder.Parameter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Where the values of a graph's parameters come from. */
interface ParameterSource {
  /**
   * The values of a parameter, part after part: in its precision, little-endian, in its own layout.
   *
   * @throws IOException if they can't be read, or can't be had in its precision
   */
  List<ByteBuffer> read(Parameter parameter) throws IOException;
}
