package dev.ijepa.models.preprocessing;

import dev.ijepa.models.image.Resample;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps the weights of sizes that come again. Strangers choose the sizes, so what it keeps is
 * bounded: at {@value #MAX_ENTRIES} entries it starts anew, and large tables are never kept.
 */
final class ResampleWeightsCache {
  private static final int MAX_ENTRIES = 256;
  private static final long MAX_ENTRY_BYTES = 256 << 10;

  private final ConcurrentHashMap<Key, ResampleWeights> tables = new ConcurrentHashMap<>();

  /** The weights that bring {@code inputs} positions to {@code outputs} positions. */
  ResampleWeights get(int inputs, int outputs, Resample filter) {
    Key key = new Key(inputs, outputs, filter);
    ResampleWeights kept = tables.get(key);
    if (kept != null) {
      return kept;
    }
    ResampleWeights made = ResampleWeights.of(inputs, outputs, filter);
    if (made.byteSize() <= MAX_ENTRY_BYTES) {
      if (tables.size() >= MAX_ENTRIES) {
        tables.clear();
      }
      tables.put(key, made);
    }
    return made;
  }

  private record Key(int inputs, int outputs, Resample filter) {}
}
