package dev.ijepa.server.loading;

import dev.ijepa.models.head.HeadManifest;
import dev.ijepa.server.catalog.ServedHead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the heads are.
 *
 * @param named folders by the name of the head
 * @param folder whose subfolders are heads by their own names; null if there is none
 */
record HeadFolders(Map<String, Path> named, @Nullable Path folder) {
  private static final int MOST = 256;

  /**
   * The folders of heads as they are now, by name.
   *
   * @throws IOException if the folder of heads cannot be read, or holds more than 256
   */
  Map<String, Path> now() throws IOException {
    Map<String, Path> all = new LinkedHashMap<>(named);
    if (folder != null) {
      subfolders(folder).forEach(head -> all.putIfAbsent(head.getFileName().toString(), head));
    }
    if (all.size() > MOST) {
      throw new IOException(
          folder + " holds " + all.size() + " heads; at most 256 can be served at once");
    }
    return all;
  }

  private static List<Path> subfolders(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(HeadFolders::isHead).sorted().limit(MOST + 1L).toList();
    }
  }

  private static boolean isHead(Path folder) {
    return HeadManifest.isIn(folder) && isName(folder.getFileName().toString());
  }

  /** Whether a head may have a name. */
  static boolean isName(String name) {
    return ModelList.isName(name) && !name.equals(ServedHead.DEFAULT_NAME);
  }
}
