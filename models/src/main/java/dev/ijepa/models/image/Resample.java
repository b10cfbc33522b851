package dev.ijepa.models.image;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Pillow's resampling filters, with the numbers that {@code preprocessor_config.json} calls them
 * by.
 */
public enum Resample {
  NEAREST(0),
  LANCZOS(1),
  BILINEAR(2),
  BICUBIC(3),
  BOX(4),
  HAMMING(5);

  private final int code;

  Resample(int code) {
    this.code = code;
  }

  /** Pillow's number of this filter. */
  public int code() {
    return code;
  }

  /** Pillow's name of this filter, in lower case. */
  public String pillowName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The filter of a number.
   *
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public static Resample ofCode(int code) {
    return Arrays.stream(values())
        .filter(filter -> filter.code == code)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no filter has the number " + code + "; there are " + all()));
  }

  private static String all() {
    return Arrays.stream(values())
        .map(filter -> filter.code + " (" + filter.pillowName() + ")")
        .collect(Collectors.joining(", "));
  }
}
