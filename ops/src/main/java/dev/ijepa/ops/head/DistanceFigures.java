package dev.ijepa.ops.head;

import dev.ijepa.models.head.DistanceProfile;
import dev.ijepa.models.head.evaluation.Rejection;
import dev.ijepa.models.head.evaluation.Share;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How well a head tells images of its classes from others, by their distance.
 *
 * @param profile of the head
 * @param known distances of images of its classes, which it was not trained on
 * @param unknown distances of images of no class; null if there are none
 */
@SuppressWarnings("ArrayRecordComponent") // Handed over, never compared.
record DistanceFigures(DistanceProfile profile, float[] known, float @Nullable [] unknown) {
  /** The share of the images of its classes that it rejects; empty if it has no threshold. */
  Optional<Share> rejected() {
    return rejected(known);
  }

  /** The share of the images of no class that it rejects; empty if there are none. */
  Optional<Share> unknownRejected() {
    return unknown == null ? Optional.empty() : rejected(unknown);
  }

  private Optional<Share> rejected(float[] distances) {
    Double threshold = profile.rejectAbove();
    return threshold == null
        ? Optional.empty()
        : Optional.of(Rejection.rejected(distances, threshold));
  }

  /** The probability that an image of no class is farther than one of a class. */
  Optional<Double> areaUnderRoc() {
    return unknown == null ? Optional.empty() : Optional.of(Rejection.areaUnderRoc(known, unknown));
  }

  /** The median distance of the images of its classes. */
  double median() {
    return DistanceProfile.of(known, null).quantiles().get(50);
  }

  /** The figures by the names of metrics. */
  Map<String, Double> metrics() {
    Map<String, Double> metrics = new LinkedHashMap<>();
    rejected().ifPresent(share -> metrics.put("rejected", share.value()));
    unknownRejected().ifPresent(share -> metrics.put("unknown_rejected", share.value()));
    areaUnderRoc().ifPresent(area -> metrics.put("unknown_auroc", area));
    return metrics;
  }
}
