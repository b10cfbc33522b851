package dev.ijepa.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.rpc.Code;
import dev.ijepa.v1.EmbedRequest;
import dev.ijepa.v1.EmbedResponse;
import dev.ijepa.v1.Image;
import io.grpc.Status;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stream with an image among others that takes longer to decode than it may. */
@Timeout(60)
class SlowImageTest {
  private static final int SIDE = 8000;

  @Test
  void itFailsAloneAndTheStreamGoesOn() throws Exception {
    Image slow = Image.newBuilder().setEncoded(largeTiff()).build();
    try (RunningServer server =
        RunningServer.start(
            options -> {
              options.pipeline.decodeTimeLimit = Duration.ofMillis(100);
              options.pipeline.decodeThreads = 1;
            })) {
      RawStream stream = new RawStream(server.channel());
      stream.send(Samples.request(0).build());
      stream.send(EmbedRequest.newBuilder().setRequestId("slow").setImage(slow).build());
      stream.send(Samples.request(1).build());
      stream.halfClose();

      assertThat(stream.end().getCode()).isEqualTo(Status.Code.OK);
      List<EmbedResponse> responses = stream.rest();
      Map<String, EmbedResponse> byId =
          responses.stream().collect(Collectors.toMap(EmbedResponse::getRequestId, r -> r));
      assertThat(byId).containsOnlyKeys("0", "slow", "1");
      Samples.assertRight(byId.get("0").getFeatures(), 0);
      Samples.assertRight(byId.get("1").getFeatures(), 1);
      assertThat(byId.get("slow").getError().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED_VALUE);
      assertThat(byId.get("slow").getError().getMessage())
          .matches("decoding the image has taken \\d+ ms; at most 100 are allowed");
    }
  }

  /** Its rows are packed so that they take long in the decoder, and not in the network. */
  private static ByteString largeTiff() throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
    ImageWriteParam parameters = writer.getDefaultWriteParam();
    parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    parameters.setCompressionType("LZW");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_3BYTE_BGR);
      writer.write(null, new IIOImage(image, null, null), parameters);
    } finally {
      writer.dispose();
    }
    return ByteString.copyFrom(bytes.toByteArray());
  }
}
