package dev.ijepa.models.savedmodel;

import dev.ijepa.models.encoder.Parameter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Future;

/** Reads parameters in their order, each while its owner works with the one before. */
final class ReadAhead {
  private final ParameterSource source;
  private final Background background;
  private final Iterator<Parameter> unread;
  private Future<List<ByteBuffer>> reading;

  /**
   * Begins to read.
   *
   * @param parameters at least one
   */
  ReadAhead(ParameterSource source, List<Parameter> parameters, Background background) {
    this.source = source;
    this.background = background;
    unread = parameters.iterator();
    reading = start(unread.next());
  }

  /** The values of the next parameter, as {@link ParameterSource#read} gives them. */
  List<ByteBuffer> next() throws IOException {
    List<ByteBuffer> values = Background.result(reading);
    if (unread.hasNext()) {
      reading = start(unread.next());
    }
    return values;
  }

  private Future<List<ByteBuffer>> start(Parameter parameter) {
    return background.start(() -> source.read(parameter));
  }
}
