package dev.ijepa.server.cli;

import dev.ijepa.models.savedmodel.ModelManifest;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what a model is. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description = "Prints what a model folder holds.")
final class InspectCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MODEL_DIR", description = "A folder that 'ijepa convert' wrote.")
  private Path folder;

  @Override
  public Integer call() throws Exception {
    ModelSummary.print(ModelManifest.read(folder), spec.commandLine().getOut());
    return 0;
  }
}
