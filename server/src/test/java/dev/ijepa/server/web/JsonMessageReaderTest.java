package dev.ijepa.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.JsonFormat;
import dev.ijepa.server.guard.Charge;
import dev.ijepa.server.guard.MessageLimits;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.v1.ClassifyImageRequest;
import dev.ijepa.v1.ClassifyOptions;
import dev.ijepa.v1.ElementType;
import dev.ijepa.v1.EmbedImageRequest;
import dev.ijepa.v1.EmbedOptions;
import dev.ijepa.v1.Image;
import dev.ijepa.v1.Output;
import dev.ijepa.v1.Pixels;
import dev.ijepa.v1.Region;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonMessageReaderTest {
  private static final int MOST_BYTES = 1 << 20;

  private static EmbedImageRequest embed(String document) throws FailedException {
    return new JsonMessageReader(
            document.getBytes(StandardCharsets.UTF_8), MessageLimits.image(MOST_BYTES), Charge.NONE)
        .read(EmbedImageRequest.getDefaultInstance());
  }

  private static ByteString image(int bytes) {
    byte[] image = new byte[bytes];
    new Random(1).nextBytes(image);
    return ByteString.copyFrom(image);
  }

  @Test
  void whatProtobufPrintsIsReadBack() throws Exception {
    EmbedImageRequest message =
        EmbedImageRequest.newBuilder()
            .setModel("é\"\\")
            .setImage(
                Image.newBuilder()
                    .setPixels(Pixels.newBuilder().setWidth(-1).setHeight(7).setRgb(image(99_999))))
            .setOptions(
                EmbedOptions.newBuilder()
                    .addOutputs(Output.OUTPUT_TOKENS)
                    .addOutputs(Output.OUTPUT_EMBEDDING)
                    .setElementType(ElementType.ELEMENT_TYPE_INT8)
                    .setL2Normalize(true)
                    .addRegions(Region.getDefaultInstance()))
            .build();

    assertThat(embed(JsonFormat.printer().print(message))).isEqualTo(message);
    assertThat(embed(JsonFormat.printer().preservingProtoFieldNames().print(message)))
        .isEqualTo(message);
  }

  @Test
  void aFieldThatIsAbsentIsToldFromOneThatIsZero() throws Exception {
    ClassifyImageRequest message =
        ClassifyImageRequest.newBuilder()
            .setOptions(ClassifyOptions.newBuilder().setTopK(0).addHeads("a").addHeads("b"))
            .build();
    byte[] document = JsonFormat.printer().print(message).getBytes(StandardCharsets.UTF_8);

    assertThat(
            new JsonMessageReader(document, MessageLimits.image(MOST_BYTES), Charge.NONE)
                .read(ClassifyImageRequest.getDefaultInstance()))
        .isEqualTo(message);
    assertThat(embed("{\"image\": {\"encoded\": \"\"}, \"model\": null}"))
        .isEqualTo(
            EmbedImageRequest.newBuilder()
                .setImage(Image.newBuilder().setEncoded(ByteString.EMPTY))
                .build());
  }

  @ParameterizedTest
  @ValueSource(strings = {"+/+/", "-_-_", "+/+/-w==", "+/+/-w"})
  void bothAlphabetsOfBase64AreRead(String base64) throws Exception {
    ByteString read =
        embed("{\"image\": {\"encoded\": \"%s\"}}".formatted(base64)).getImage().getEncoded();

    assertThat(read.toByteArray()).startsWith(0xfb, 0xff, 0xbf);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"image\": {\"url\": \"x\"}} | url",
        "{\"image\": {\"encoded\": \"!\"}} | base64",
        "{\"image\": {\"encoded\": 7}} | encoded",
        "{\"image\": {\"encoded\": [\"AAAA\"]}} | encoded",
        "{\"image\": {\"encoded\": \"AAAA\", \"pixels\": {}}} | oneof",
        "{\"image\": 7} | message object",
        "{\"options\": {\"elementType\": \"F64\"}} | F64",
        "{\"model\": \"a\" | JSON",
        "{\"model\": \"a\"} {} | behind",
        "{\"model\": \"\\ud800\"} | Unicode",
        "{\"\\udc00\": 1} | surrogate",
        "[] | object",
        "'' | object",
      })
  void whatIsNoMessageIsRefusedWithItsName(String document, String named) {
    assertThatThrownBy(() -> embed(document))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining(named);
  }

  @Test
  void aMillionSmallValuesAreRefusedBeforeATreeIsMadeOfThem() {
    String document = "{\"options\": {\"outputs\": [1%s]}}".formatted(",1".repeat(1_000_000));

    assertThatThrownBy(() -> embed(document))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("beside its image");
  }

  @Test
  void anImageThatIsTooLargeIsRefused() {
    String document = "{\"image\": {\"encoded\": \"%s\"}}".formatted("A".repeat(2 * MOST_BYTES));

    assertThatThrownBy(() -> embed(document))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("1,048,576 bytes");
  }
}
