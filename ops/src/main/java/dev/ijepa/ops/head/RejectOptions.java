package dev.ijepa.ops.head;

import dev.ijepa.models.head.DistanceProfile;
import dev.ijepa.models.head.evaluation.Rejection;
import dev.ijepa.models.head.training.HeldOutDistances;
import dev.ijepa.ops.head.FeatureOptions.Input;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** From which distance on an image is none of the classes. */
final class RejectOptions {
  @Option(
      names = "--reject-rate",
      paramLabel = "RATE",
      description =
          "Reject images that are far from all classes, by a threshold that rejects this share of the images that calibrate: 0.01 for 1 %%.")
  private @Nullable Double rejectRate;

  @Option(
      names = "--unknown",
      paramLabel = "DIR",
      description =
          "A folder of images of no class. The command says how well the distance tells them from the others.")
  private @Nullable Path unknown;

  @Option(
      names = "--false-accept-rate",
      paramLabel = "RATE",
      description =
          "Reject by a threshold that accepts this share of the images of --unknown, instead of --reject-rate.")
  private @Nullable Double falseAcceptRate;

  /**
   * Checks the options.
   *
   * @throws IOException if one is out of range, or if they exclude each other
   */
  void validate() throws IOException {
    requireRate("--reject-rate", rejectRate);
    requireRate("--false-accept-rate", falseAcceptRate);
    if (rejectRate != null && falseAcceptRate != null) {
      throw new IOException(
          "--reject-rate and --false-accept-rate exclude each other: which sets the threshold?");
    }
    if (falseAcceptRate != null && unknown == null) {
      throw new IOException("--false-accept-rate needs images of no class: --unknown DIR");
    }
  }

  /**
   * Checks that none is set, where images have several labels.
   *
   * @throws IOException if one is
   */
  void requireNone() throws IOException {
    if (rejectRate != null || falseAcceptRate != null || unknown != null) {
      throw new IOException(
          "--reject-rate, --false-accept-rate and --unknown are for images with one label each");
    }
  }

  private static void requireRate(String option, @Nullable Double rate) throws IOException {
    if (rate != null && !(rate >= 0 && rate < 1)) {
      throw new IOException("%s must be 0 or more and below 1: %s".formatted(option, rate));
    }
  }

  /** The features of the images of no class; null if there are none. */
  @Nullable FeatureFile unknown(FeatureOptions features, Input input, Path head, PrintWriter err)
      throws IOException {
    return unknown == null ? null : unknown(unknown, features, input, head, err);
  }

  /**
   * The features of images of no class.
   *
   * @throws IOException if there are none
   */
  static FeatureFile unknown(
      Path folder, FeatureOptions features, Input input, Path head, PrintWriter err)
      throws IOException {
    FeatureFile file = features.read(List.of(folder), folder, input, head, err).below(folder);
    if (file.paths().isEmpty()) {
      throw new IOException(folder + " has no image that has features");
    }
    return file;
  }

  /**
   * The profile of the head.
   *
   * @param unknown distances of images of no class; null if there are none
   */
  DistanceProfile profile(HeldOutDistances distances, float @Nullable [] unknown) {
    Double threshold = null;
    if (rejectRate != null) {
      threshold = Rejection.thresholdForFalseRejects(distances.calibration(), rejectRate);
    } else if (falseAcceptRate != null && unknown != null) {
      threshold = Rejection.thresholdForFalseAccepts(unknown, falseAcceptRate);
    }
    return DistanceProfile.of(distances.test(), threshold);
  }
}
