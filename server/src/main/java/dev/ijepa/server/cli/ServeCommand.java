package dev.ijepa.server.cli;

import dev.ijepa.server.IjepaServer;
import dev.ijepa.server.ServeOptions;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Serves until SIGTERM. */
@Command(
    name = ServeCommand.NAME,
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Serves models over gRPC until it is told to stop (SIGTERM, Ctrl-C).",
    footer = {
      "",
      "Every option can also be set by an environment variable (--max-batch-size: IJEPA_MAX_BATCH_SIZE)",
      "or by a line of the properties file that IJEPA_CONFIG names (max-batch-size = 32)."
    })
final class ServeCommand implements Callable<Integer> {
  static final String NAME = "serve";

  @Mixin private ServeOptions options = new ServeOptions();

  @Override
  public Integer call() throws Exception {
    IjepaServer server = IjepaServer.start(options);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> drain(server), "ijepa-drain"));
    new CountDownLatch(1).await();
    return 0;
  }

  private static void drain(IjepaServer server) {
    server.close();
    // A drain that went well is a success; the JVM by itself would tell of the signal, 143.
    Runtime.getRuntime().halt(0);
  }
}
