package dev.ijepa.models.encoder;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How the N tokens of an image are divided into parts that are computed side by side: all is done
 * for each token by itself, but for attention, where the parts meet.
 *
 * @param sizes tokens in each part, in their order
 */
record TokenParts(List<Integer> sizes) {
  TokenParts {
    sizes = List.copyOf(sizes);
  }

  /** Parts of sizes that differ by one at most. */
  static TokenParts of(int tokens, int parts) {
    return new TokenParts(
        IntStream.range(0, parts)
            .mapToObj(part -> tokens * (part + 1) / parts - tokens * part / parts)
            .toList());
  }

  /** How many there are. */
  int count() {
    return sizes.size();
  }

  /** The first token of a part. */
  int start(int part) {
    return sizes.subList(0, part).stream().mapToInt(Integer::intValue).sum();
  }
}
