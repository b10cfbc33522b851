package dev.ijepa.client.cli;

import dev.ijepa.client.cli.tar.TarMember;
import dev.ijepa.client.cli.tar.TarMember.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The links in an archive to images, whose files are still to be read. */
final class TarLinks {
  private static final int MOST = 1 << 16;

  /** As Linux does: a chain that is longer goes round. */
  private static final int MOST_HOPS = 40;

  /** What each link points to, by its name as it stands in the archive. */
  private final Map<String, Optional<String>> targets = new LinkedHashMap<>();

  private final Map<String, Optional<String>> targetsByPath = new HashMap<>();
  private Map<String, List<String>> namesByFile = Map.of();

  /** Adds a link; false if there are too many. */
  boolean add(TarMember link) {
    if (targets.size() == MOST) {
      return false;
    }
    Optional<String> target = target(link);
    targets.put(link.name(), target);
    path(link.name()).ifPresent(path -> targetsByPath.put(path, target));
    return true;
  }

  /** Whether no link is left. */
  boolean isEmpty() {
    return targets.isEmpty();
  }

  /**
   * Finds the file that each link leads to, over other links or at once. No link is added later.
   */
  void resolve() {
    namesByFile = new HashMap<>();
    targets.forEach(
        (name, target) ->
            follow(target)
                .ifPresent(
                    file -> namesByFile.computeIfAbsent(file, key -> new ArrayList<>()).add(name)));
  }

  private Optional<String> follow(Optional<String> target) {
    Optional<String> path = target;
    for (int hop = 0; hop < MOST_HOPS; hop++) {
      if (path.isEmpty() || !targetsByPath.containsKey(path.get())) {
        return path;
      }
      path = targetsByPath.get(path.get());
    }
    return Optional.empty();
  }

  /** Takes the names of the links that lead to a file. */
  List<String> takeThoseTo(String file) {
    List<String> names = path(file).map(namesByFile::remove).orElse(List.of());
    names.forEach(targets::remove);
    return names;
  }

  /** Takes the names of all links that are left. */
  List<String> takeAll() {
    List<String> names = List.copyOf(targets.keySet());
    targets.clear();
    return names;
  }

  /** The path that a link points to; empty if that is outside of the archive. */
  private static Optional<String> target(TarMember link) {
    if (link.kind() == Kind.HARD_LINK) {
      return path(link.target());
    }
    if (link.target().startsWith("/")) {
      return Optional.empty();
    }
    String name = link.name();
    return path(name.substring(0, name.lastIndexOf('/') + 1) + link.target());
  }

  /** A path without its dots; empty if it leads out of the archive. */
  private static Optional<String> path(String name) {
    Deque<String> parts = new ArrayDeque<>();
    for (String part : name.split("/", -1)) {
      if (part.equals("..")) {
        if (parts.isEmpty()) {
          return Optional.empty();
        }
        parts.removeLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return Optional.of(String.join("/", parts));
  }
}
