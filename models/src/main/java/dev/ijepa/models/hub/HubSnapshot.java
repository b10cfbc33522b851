package dev.ijepa.models.hub;

import java.nio.file.Path;
import java.util.List;

/**
 * A checkpoint of the Hub, on this machine's disk.
 *
 * @param source the repository and the commit
 * @param folder a checkpoint folder within the cache; read only
 * @param warnings what is not as usual, a sentence each
 */
public record HubSnapshot(HubReference source, Path folder, List<String> warnings) {
  public HubSnapshot {
    warnings = List.copyOf(warnings);
  }
}
