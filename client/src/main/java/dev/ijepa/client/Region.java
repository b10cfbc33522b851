package dev.ijepa.client;

import dev.ijepa.v1.Box;
import dev.ijepa.v1.CoordinateUnit;
import dev.ijepa.v1.Mask;
import dev.ijepa.v1.Polygon;
import dev.ijepa.v1.Ring;

/**
 * A part of an image whose feature is wanted: the mean of the tokens, each weighted by the share of
 * its patch that the region covers. x grows to the right and y downwards, from the top left corner
 * of the upright image (after EXIF). What lies outside the image is cut off. The server checks the
 * numbers, and names what is wrong.
 *
 * <pre>{@code
 * ImageInput image = ImageInput.of(path).withRegions(Region.box(40, 30, 200, 180));
 * Tensor features = client.embed(image).regions();
 * }</pre>
 */
public final class Region {
  private final dev.ijepa.v1.Region message;

  private Region(dev.ijepa.v1.Region message) {
    this.message = message;
  }

  /** A rectangle, in pixels. */
  public static Region box(float left, float top, float right, float bottom) {
    return box(CoordinateUnit.COORDINATE_UNIT_PIXEL, left, top, right, bottom);
  }

  /** A rectangle, in fractions of the image's width and height. */
  public static Region normalizedBox(float left, float top, float right, float bottom) {
    return box(CoordinateUnit.COORDINATE_UNIT_NORMALIZED, left, top, right, bottom);
  }

  private static Region box(CoordinateUnit unit, float left, float top, float right, float bottom) {
    Box box = Box.newBuilder().setLeft(left).setTop(top).setRight(right).setBottom(bottom).build();
    return new Region(dev.ijepa.v1.Region.newBuilder().setUnit(unit).setBox(box).build());
  }

  /**
   * The inside of closed lines, in pixels. A ring within another one is a hole.
   *
   * @param rings of each the corners, as x, y, x, y …
   */
  public static Region polygon(float[]... rings) {
    return polygon(CoordinateUnit.COORDINATE_UNIT_PIXEL, rings);
  }

  /** As {@link #polygon}, in fractions of the image's width and height. */
  public static Region normalizedPolygon(float[]... rings) {
    return polygon(CoordinateUnit.COORDINATE_UNIT_NORMALIZED, rings);
  }

  private static Region polygon(CoordinateUnit unit, float[]... rings) {
    Polygon.Builder polygon = Polygon.newBuilder();
    for (float[] ring : rings) {
      Ring.Builder corners = Ring.newBuilder();
      for (float coordinate : ring) {
        corners.addCoordinates(coordinate);
      }
      polygon.addRings(corners);
    }
    return new Region(dev.ijepa.v1.Region.newBuilder().setUnit(unit).setPolygon(polygon).build());
  }

  /**
   * The pixels of a mask that are set. It is stretched to the image.
   *
   * @param height rows of the mask
   * @param width columns of the mask
   * @param counts COCO's uncompressed run lengths: column by column, first of pixels that are not
   *     set, then of pixels that are set, and so on
   */
  public static Region mask(int height, int width, int... counts) {
    Mask.Builder mask = Mask.newBuilder().setHeight(height).setWidth(width);
    for (int count : counts) {
      mask.addCounts(count);
    }
    return new Region(dev.ijepa.v1.Region.newBuilder().setMask(mask).build());
  }

  dev.ijepa.v1.Region message() {
    return message;
  }
}
