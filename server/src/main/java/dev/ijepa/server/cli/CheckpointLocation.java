package dev.ijepa.server.cli;

import dev.ijepa.models.hub.Hub;
import dev.ijepa.models.hub.HubReference;
import dev.ijepa.models.hub.HubSettings;
import dev.ijepa.models.hub.HubSnapshot;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where a checkpoint lies on this machine.
 *
 * @param folder the checkpoint folder
 * @param source what it is called in the model's manifest
 */
record CheckpointLocation(Path folder, String source) {
  /** Finds what a user names: a folder, or a repository of the Hub, which is fetched if need be. */
  static CheckpointLocation find(String name, Map<String, String> environment, PrintWriter err)
      throws IOException {
    if (!HubReference.isMeantBy(name)) {
      Path folder = Path.of(name);
      return new CheckpointLocation(
          folder, folder.toAbsolutePath().normalize().getFileName().toString());
    }
    HubReference reference = HubReference.parse(name);
    HubSettings settings = HubSettings.fromEnvironment(environment);
    HubSnapshot snapshot = new Hub(settings).fetch(reference, DownloadLine.of(err));
    snapshot.warnings().forEach(warning -> err.println("warning: " + warning));
    return new CheckpointLocation(snapshot.folder(), snapshot.source().toString());
  }
}
