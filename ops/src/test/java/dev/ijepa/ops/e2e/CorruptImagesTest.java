package dev.ijepa.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.rpc.Code;
import dev.ijepa.v1.EmbedRequest;
import dev.ijepa.v1.EmbedResponse;
import dev.ijepa.v1.Image;
import dev.ijepa.v1.ResponseOrder;
import dev.ijepa.v1.StreamOptions;
import io.grpc.Status;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A stream of which every third image is corrupt. */
@Timeout(60)
class CorruptImagesTest {
  private static final int ITEMS = 300;

  private static RunningServer server;

  @BeforeAll
  static void start() throws IOException {
    server = RunningServer.start(options -> options.loading.lanes = 2);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = ResponseOrder.class,
      names = {"RESPONSE_ORDER_READY", "RESPONSE_ORDER_REQUEST"})
  void everyThirdFailsAloneAndAHalfClosedStreamIsAnsweredInFull(ResponseOrder order)
      throws Exception {
    Image whole = RunningServer.image("cat.jpg");
    ByteString corrupt = whole.getEncoded().substring(0, 9_000);
    RawStream stream = new RawStream(server.channel());
    for (int i = 0; i < ITEMS; i++) {
      EmbedRequest.Builder request = Samples.request(i);
      if (i == 0) {
        request.setStreamOptions(StreamOptions.newBuilder().setResponseOrder(order));
      }
      if (isCorrupt(i)) {
        request.setImage(Image.newBuilder().setEncoded(corrupt));
      }
      stream.send(request.build());
    }
    stream.halfClose();

    assertThat(stream.end().getCode()).isEqualTo(Status.Code.OK);
    List<EmbedResponse> responses = stream.rest();
    List<String> ids = IntStream.range(0, ITEMS).mapToObj(Integer::toString).toList();
    assertThat(responses)
        .extracting(EmbedResponse::getRequestId)
        .containsExactlyInAnyOrderElementsOf(ids);
    if (order == ResponseOrder.RESPONSE_ORDER_REQUEST) {
      assertThat(responses).extracting(EmbedResponse::getRequestId).isEqualTo(ids);
    }
    responses.forEach(CorruptImagesTest::assertRight);
  }

  private static void assertRight(EmbedResponse response) {
    int item = Integer.parseInt(response.getRequestId());
    if (isCorrupt(item)) {
      assertThat(response.getError().getCode()).isEqualTo(Code.INVALID_ARGUMENT_VALUE);
    } else {
      Samples.assertRight(response.getFeatures(), item);
    }
  }

  private static boolean isCorrupt(int item) {
    return item % 3 == 2;
  }
}
