package dev.ijepa.server.v2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.server.guard.Charge;
import dev.ijepa.server.http.Body;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InferReaderTest {
  private static final int BLANKS = 100_000;

  /** The image is a view of the body, which stays as long as the image waits. */
  @Test
  void rawContentsKeepAndAreChargedTheWholeBody() throws Exception {
    String json =
        "{\"inputs\": [{\"name\": \"IMAGE\", \"datatype\": \"BYTES\", \"shape\": [1],"
            + " \"parameters\": {\"binary_data_size\": 5}}]"
            + " ".repeat(BLANKS)
            + "}";
    byte[] body = (json + "\1\0\0\0x").getBytes(StandardCharsets.ISO_8859_1);

    InferBody read = read(body, Optional.of(Integer.toString(json.length())));

    assertThat(read.bytes()).isGreaterThanOrEqualTo(body.length);
  }

  @Test
  void contentsInJsonAreDecodedAndKeepNothingElse() throws Exception {
    String json =
        "{\"inputs\": [{\"name\": \"PIXELS\", \"datatype\": \"UINT8\", \"shape\": [1, 1, 1, 3],"
            + " \"data\": [1, 2, 3]}]"
            + " ".repeat(BLANKS)
            + "}";

    InferBody read = read(json.getBytes(StandardCharsets.UTF_8), Optional.empty());

    assertThat(read.bytes()).isBetween(3L, BLANKS - 1L);
  }

  private static InferBody read(byte[] body, Optional<String> jsonLength) throws Exception {
    return InferReader.read("m", "", new Body(body, "", Charge.NONE), jsonLength, 1 << 20);
  }
}
