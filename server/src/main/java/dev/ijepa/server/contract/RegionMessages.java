package dev.ijepa.server.contract;

import dev.ijepa.models.region.Box;
import dev.ijepa.models.region.CoordinateUnit;
import dev.ijepa.models.region.Mask;
import dev.ijepa.models.region.Polygon;
import dev.ijepa.models.region.Region;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.v1.Region.ShapeCase;
import dev.ijepa.v1.Ring;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Translates what the contract says of parts of images. */
final class RegionMessages {
  private static final int MOST_REGIONS = 64;

  /** To find what is inside of a polygon takes more time than its bytes tell. */
  private static final int MOST_CORNERS = 2 * Polygon.MOST_CORNERS;

  private RegionMessages() {}

  /**
   * The core's regions.
   *
   * @throws FailedException if there are none, too many, or if one is invalid; it names which
   */
  static List<Region> regions(List<dev.ijepa.v1.Region> messages) throws FailedException {
    if (messages.isEmpty() || messages.size() > MOST_REGIONS) {
      throw invalid(
          "options.regions has %d regions; with OUTPUT_REGIONS, 1 to %d are allowed",
          messages.size(), MOST_REGIONS);
    }
    long corners = 0;
    for (dev.ijepa.v1.Region message : messages) {
      for (Ring ring : message.getPolygon().getRingsList()) {
        corners += ring.getCoordinatesCount() / 2;
      }
    }
    if (corners > MOST_CORNERS) {
      throw invalid(
          "options.regions: the polygons have %d corners together; %d are allowed. Send masks, if more are needed",
          corners, MOST_CORNERS);
    }
    List<Region> regions = new ArrayList<>(messages.size());
    for (int i = 0; i < messages.size(); i++) {
      dev.ijepa.v1.Region message = messages.get(i);
      try {
        regions.add(region(message));
      } catch (IllegalArgumentException e) {
        throw invalid(
            "options.regions[%d].%s: %s",
            i,
            message.getShapeCase().name().toLowerCase(Locale.ROOT),
            String.valueOf(e.getMessage()));
      }
    }
    return List.copyOf(regions);
  }

  private static Region region(dev.ijepa.v1.Region message) {
    CoordinateUnit unit = unit(message);
    return switch (message.getShapeCase()) {
      case BOX -> box(unit, message.getBox());
      case POLYGON -> new Polygon(unit, rings(message.getPolygon().getRingsList()));
      case MASK -> mask(message.getMask());
      case SHAPE_NOT_SET ->
          throw new IllegalArgumentException("exactly one of box, polygon and mask must be set");
    };
  }

  private static CoordinateUnit unit(dev.ijepa.v1.Region message) {
    if (message.getShapeCase() == ShapeCase.MASK
        && message.getUnit() != dev.ijepa.v1.CoordinateUnit.COORDINATE_UNIT_UNSPECIFIED) {
      throw new IllegalArgumentException(
          "unit must not be set with a mask, which has its own size");
    }
    return switch (message.getUnit()) {
      case COORDINATE_UNIT_UNSPECIFIED, COORDINATE_UNIT_PIXEL -> CoordinateUnit.PIXEL;
      case COORDINATE_UNIT_NORMALIZED -> CoordinateUnit.NORMALIZED;
      case UNRECOGNIZED ->
          throw new IllegalArgumentException("unit is unknown; there are PIXEL and NORMALIZED");
    };
  }

  private static Region box(CoordinateUnit unit, dev.ijepa.v1.Box box) {
    return new Box(unit, box.getLeft(), box.getTop(), box.getRight(), box.getBottom());
  }

  private static List<double[]> rings(List<Ring> rings) {
    return rings.stream()
        .map(ring -> ring.getCoordinatesList().stream().mapToDouble(Float::doubleValue).toArray())
        .toList();
  }

  private static Region mask(dev.ijepa.v1.Mask mask) {
    return new Mask(
        mask.getHeight(),
        mask.getWidth(),
        mask.getCountsList().stream().mapToInt(Integer::intValue).toArray());
  }

  private static FailedException invalid(String message, Object... details) {
    return new FailedException(
        Reason.REQUEST_INVALID, String.format(Locale.ROOT, message, details));
  }
}
