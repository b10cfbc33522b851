package dev.ijepa.models.checkpoint;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The size of a model's input, in pixels.
 *
 * @param height rows
 * @param width columns
 */
public record InputSize(int height, int width) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,5})(?:x(\\d{1,5}))?");

  /**
   * Reads a size.
   *
   * @throws IllegalArgumentException saying how sizes are written
   */
  public static InputSize parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no size; write one side, 448, or HEIGHTxWIDTH, 448x224");
    }
    int height = Integer.parseInt(form.group(1));
    return new InputSize(height, form.group(2) == null ? height : Integer.parseInt(form.group(2)));
  }

  /** The size next to this one whose sides are whole patches. */
  InputSize inPatchesOf(int side) {
    return new InputSize(nearestMultiple(height, side), nearestMultiple(width, side));
  }

  private static int nearestMultiple(int length, int side) {
    return Math.max(1, (length + side / 2) / side) * side;
  }

  /** As it is read: HEIGHTxWIDTH. */
  @Override
  public String toString() {
    return height + "x" + width;
  }
}
