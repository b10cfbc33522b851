package dev.ijepa.models.preprocessing;

import dev.ijepa.models.image.Resample;
import java.util.function.DoubleUnaryOperator;

/**
 * The function that weighs an input pixel by its distance from the output pixel's centre. Source:
 * the definitions in Pillow's documentation of its filters.
 *
 * @param support the distance, in pixels, from which on the weight is 0
 * @param weight the weight at a distance; need not be normalised
 */
record ResampleKernel(double support, DoubleUnaryOperator weight) {

  /** The kernel of a filter that has one; NEAREST has none. */
  static ResampleKernel of(Resample filter) {
    return switch (filter) {
      case BOX -> new ResampleKernel(0.5, ResampleKernel::box);
      case BILINEAR -> new ResampleKernel(1, ResampleKernel::triangle);
      case HAMMING -> new ResampleKernel(1, ResampleKernel::hamming);
      case BICUBIC -> new ResampleKernel(2, ResampleKernel::cubic);
      case LANCZOS -> new ResampleKernel(3, ResampleKernel::lanczos);
      case NEAREST -> throw new IllegalArgumentException("nearest takes one pixel, no weights");
    };
  }

  private static double box(double x) {
    return x > -0.5 && x <= 0.5 ? 1 : 0;
  }

  private static double triangle(double x) {
    double distance = Math.abs(x);
    return distance < 1 ? 1 - distance : 0;
  }

  private static double hamming(double x) {
    double distance = Math.abs(x);
    if (distance == 0) {
      return 1;
    }
    if (distance >= 1) {
      return 0;
    }
    double angle = distance * Math.PI;
    return StrictMath.sin(angle) / angle * (0.54 + 0.46 * StrictMath.cos(angle));
  }

  /** Keys' cubic with a = -0.5. */
  private static double cubic(double x) {
    double a = -0.5;
    double distance = Math.abs(x);
    if (distance < 1) {
      return ((a + 2) * distance - (a + 3)) * distance * distance + 1;
    }
    return distance < 2 ? (((distance - 5) * distance + 8) * distance - 4) * a : 0;
  }

  private static double lanczos(double x) {
    return x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0;
  }

  private static double sinc(double x) {
    if (x == 0) {
      return 1;
    }
    double angle = x * Math.PI;
    return StrictMath.sin(angle) / angle;
  }
}
