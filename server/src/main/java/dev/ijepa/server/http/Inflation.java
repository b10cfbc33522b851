package dev.ijepa.server.http;

import dev.ijepa.server.guard.Charge;
import dev.ijepa.server.guard.GzipStream;
import dev.ijepa.server.item.FailedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Inflates a body, within the bytes that its route allows. */
final class Inflation {
  private static final int FIRST_BYTES = 8 << 10;
  private static final int LARGEST_BYTES = 1 << 20;

  private Inflation() {}

  /**
   * The inflated bytes.
   *
   * @param charge is told of each chunk before it is made
   * @throws HttpErrorException if they are no gzip, or more than are allowed
   * @throws FailedException if there is no room for them
   */
  static byte[] inflate(byte[] compressed, BodyRule rule, Charge charge)
      throws HttpErrorException, FailedException {
    Pieces inflated = new Pieces();
    try (InputStream stream = new GzipStream(new ByteArrayInputStream(compressed))) {
      int size = FIRST_BYTES;
      int read;
      do {
        charge.inflate(size);
        byte[] piece = new byte[size];
        read = stream.readNBytes(piece, 0, size);
        inflated.add(piece, read);
        if (inflated.size() > rule.bytes()) {
          throw rule.tooLarge().asException();
        }
        size = Math.min(2 * size, LARGEST_BYTES);
      } while (read > 0);
      charge.inflate(inflated.size());
      return inflated.toArray();
    } catch (IOException e) {
      throw HttpError.of(400, "the body is no gzip, though Content-Encoding says so").asException();
    }
  }
}
