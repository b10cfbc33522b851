package dev.ijepa.client.cli.tar;

/**
 * A member of an archive.
 *
 * @param name its path within the archive, as {@link dev.ijepa.client.PathName} writes it
 * @param kind what it is
 * @param target where a link points to; empty for all else
 * @param map where the bytes of the content belong
 */
public record TarMember(String name, Kind kind, String target, SparseMap map) {

  /** What a member is. */
  public enum Kind {
    /** A file with content. */
    FILE,
    /** Another name of a file in the archive, whose path it gives. */
    HARD_LINK,
    /** A link relative to the folder that it is in. */
    SYMBOLIC_LINK,
    /** A folder. */
    FOLDER,
    /** A named pipe or a device. */
    SPECIAL,
    /** Nothing of a file system: a label of the volume, or of a kind that is not known. */
    OTHER
  }
}
