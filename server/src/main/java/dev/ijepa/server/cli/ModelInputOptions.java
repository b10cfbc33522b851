package dev.ijepa.server.cli;

import dev.ijepa.models.checkpoint.InputOverrides;
import dev.ijepa.models.checkpoint.InputSize;
import dev.ijepa.models.image.Resample;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How a converted model takes its images, where the checkpoint's files are not to decide. */
final class ModelInputOptions {
  @Option(
      names = "--image-size",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description =
          "Use another input size than the checkpoint's, in pixels: one side, or HEIGHTxWIDTH. Position embeddings are resampled (bicubic).")
  private @Nullable InputSize size;

  @Option(
      names = "--mean",
      paramLabel = "R,G,B",
      split = ",",
      hideParamSyntax = true,
      description = "Use these means instead of the checkpoint's.")
  private @Nullable List<Float> mean;

  @Option(
      names = "--std",
      paramLabel = "R,G,B",
      split = ",",
      hideParamSyntax = true,
      description = "Use these standard deviations instead of the checkpoint's.")
  private @Nullable List<Float> std;

  @Option(
      names = "--resample",
      paramLabel = "FILTER",
      converter = ResampleConverter.class,
      description =
          "Resize with this filter of Pillow instead of the checkpoint's: nearest, box, bilinear, hamming, bicubic, lanczos.")
  private @Nullable Resample resample;

  InputOverrides overrides() {
    return new InputOverrides(size, mean, std, resample);
  }

  private static final class SizeConverter implements ITypeConverter<InputSize> {
    @Override
    public InputSize convert(String text) {
      try {
        return InputSize.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  private static final class ResampleConverter implements ITypeConverter<Resample> {
    @Override
    public Resample convert(String text) {
      for (Resample filter : Resample.values()) {
        if (filter.pillowName().equals(text)) {
          return filter;
        }
      }
      throw new TypeConversionException("'" + text + "' is no filter of Pillow");
    }
  }
}
