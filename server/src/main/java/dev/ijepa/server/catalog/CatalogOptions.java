package dev.ijepa.server.catalog;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which models are served. */
public final class CatalogOptions {
  @Option(
      names = "--model",
      paramLabel = "NAME=DIR",
      split = ",",
      description =
          "A model to serve and the name for it; may be given more than once, the first is the default. Without it, the embedded model is served.")
  public Map<String, Path> models = new LinkedHashMap<>();
}
