package dev.ijepa.client;

import com.google.protobuf.Duration;
import dev.ijepa.client.internal.WireDuration;
import dev.ijepa.v1.ClassifyImageRequest;
import dev.ijepa.v1.ClassifyOptions;
import dev.ijepa.v1.EmbedImageRequest;
import dev.ijepa.v1.EmbedOptions;
import dev.ijepa.v1.Output;
import org.jspecify.annotations.Nullable;

/** Turns the SDK's settings into the contract's messages. */
record Requests(String defaultModel, ImageReader reader) {

  EmbedImageRequest embedImage(ImageInput image, EmbedSettings settings) {
    ReadImage read = reader.read(image);
    return EmbedImageRequest.newBuilder()
        .setModel(model(settings.model()))
        .setImage(read.image())
        .setOptions(withRegions(options(settings), read))
        .build();
  }

  ClassifyImageRequest classifyImage(ImageInput image, ClassifySettings settings) {
    ReadImage read = reader.read(image);
    ClassifyMethod.requireWhole(read);
    return ClassifyImageRequest.newBuilder()
        .setModel(model(settings.model()))
        .setImage(read.image())
        .setOptions(options(settings))
        .build();
  }

  EmbedMethod embedAll(EmbedSettings settings, StreamSettings stream) {
    return new EmbedMethod(model(settings.model()), options(settings), timeout(stream));
  }

  ClassifyMethod classifyAll(ClassifySettings settings, StreamSettings stream) {
    return new ClassifyMethod(model(settings.model()), options(settings), timeout(stream));
  }

  private String model(String asked) {
    return asked.isEmpty() ? defaultModel : asked;
  }

  private static EmbedOptions options(EmbedSettings settings) {
    EmbedOptions.Builder options =
        EmbedOptions.newBuilder()
            .setElementType(WireEnums.wire(settings.elementType()))
            .setL2Normalize(settings.l2Normalize());
    settings.outputs().forEach(output -> options.addOutputs(WireEnums.wire(output)));
    return options.build();
  }

  /** The options for an image, of which parts may be wanted. */
  static EmbedOptions withRegions(EmbedOptions options, ReadImage image) {
    if (image.regions().isEmpty()) {
      return options;
    }
    EmbedOptions.Builder builder = options.toBuilder().addOutputs(Output.OUTPUT_REGIONS);
    image.regions().forEach(region -> builder.addRegions(region.message()));
    return builder.build();
  }

  private static ClassifyOptions options(ClassifySettings settings) {
    return ClassifyOptions.newBuilder()
        .setTopK(settings.topK())
        .addAllHeads(settings.heads())
        .build();
  }

  private static @Nullable Duration timeout(StreamSettings stream) {
    java.time.Duration timeout = stream.itemTimeout();
    return timeout == null ? null : WireDuration.of(timeout);
  }
}
