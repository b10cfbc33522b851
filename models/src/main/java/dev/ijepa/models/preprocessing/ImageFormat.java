package dev.ijepa.models.preprocessing;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The file formats that are accepted. */
enum ImageFormat {
  JPEG("JPEG"),
  PNG("PNG"),
  GIF("GIF"),
  BMP("BMP"),
  WEBP("WebP"),
  TIFF("TIFF"),
  PNM("PNM"),
  TGA("TGA");

  private final String label;

  ImageFormat(String label) {
    this.label = label;
  }

  /** The name as people write it. */
  String label() {
    return label;
  }

  /** All accepted formats, for messages. */
  static String accepted() {
    return Arrays.stream(values()).map(ImageFormat::label).collect(Collectors.joining(", "));
  }
}
