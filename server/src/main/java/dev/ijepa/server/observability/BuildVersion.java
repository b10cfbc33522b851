package dev.ijepa.server.observability;

/** The version that the server's jar was built as. */
public final class BuildVersion {
  private BuildVersion() {}

  /** Such as {@code 0.1.0}; {@code unknown} if the classes do not come from a jar. */
  public static String text() {
    String version = BuildVersion.class.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }
}
