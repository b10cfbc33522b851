package dev.ijepa.client.cli;

import dev.ijepa.client.IjepaClient;
import picocli.CommandLine.IVersionProvider;

/** The version that the jar was built as. */
final class ClientVersion implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = IjepaClient.class.getPackage().getImplementationVersion();
    return new String[] {version == null ? "not built as a jar" : version};
  }
}
