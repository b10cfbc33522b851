package dev.ijepa.client.cli;

import dev.ijepa.client.IjepaClient;
import dev.ijepa.client.IjepaClientBuilder;
import io.grpc.ManagedChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How to reach the server. */
final class ConnectionOptions {
  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // Set by picocli.
  private CommandSpec command;

  @Option(
      names = "--target",
      paramLabel = "HOST:PORT",
      defaultValue = "localhost:50051",
      description = {
        "The address of the server, or unix:/PATH for its Unix domain socket."
            + " Default: ${DEFAULT-VALUE}",
        "Several servers: dns:///NAME:PORT uses all addresses of a name in turn, and"
            + " HOST1:PORT,HOST2:PORT all that it lists."
      })
  private String target = "localhost:50051";

  @Option(
      names = "--resolve-interval",
      paramLabel = "TIME",
      defaultValue = "5s",
      converter = DurationConverter.class,
      description =
          "How often the names of several servers are looked up. A server that is added gets its"
              + " share soon after. Default: ${DEFAULT-VALUE}")
  private Duration resolveInterval = Duration.ofSeconds(5);

  @Option(
      names = "--keepalive-time",
      paramLabel = "TIME",
      defaultValue = "5m",
      converter = DurationConverter.class,
      description =
          "Ping a server that has been silent for this time, at least 10s; not more often than its"
              + " --permit-keepalive-time. Default: ${DEFAULT-VALUE}")
  private Duration keepaliveTime = Duration.ofMinutes(5);

  @Option(
      names = "--tls",
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|false",
      description = "Use TLS. --trust and --cert imply it.")
  private boolean tls;

  @Option(
      names = "--trust",
      paramLabel = "FILE",
      description = "Trust these certificates (PEM) instead of those that Java trusts.")
  private @Nullable Path trust;

  @Option(names = "--cert", paramLabel = "FILE", description = "This client's certificate (PEM).")
  private @Nullable Path certificate;

  @Option(names = "--key", paramLabel = "FILE", description = "The key of --cert (PEM, PKCS#8).")
  private @Nullable Path key;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description = "Bearer token. Prefer IJEPA_CLIENT_TOKEN: other users can see arguments.")
  private @Nullable String token;

  @Option(
      names = "--max-image-bytes",
      paramLabel = "BYTES",
      defaultValue = "32MiB",
      converter = BytesConverter.class,
      description =
          "The largest image to send. Set it to the value of the server's option of that name."
              + " Default: ${DEFAULT-VALUE}")
  private int maxImageBytes = 32 << 20;

  /** The most bytes of an image that are sent. */
  int maxImageBytes() {
    return maxImageBytes;
  }

  /** A client; it connects when it is first used. */
  IjepaClient connect() {
    return builder().build();
  }

  /** A connection that no client shares, for calls of one's own. */
  ManagedChannel channel() {
    return builder().channel();
  }

  String target() {
    return target;
  }

  private IjepaClientBuilder builder() {
    require(resolveInterval.toMillis() >= 1, "--resolve-interval must be 1ms or more");
    require(keepaliveTime.toSeconds() >= 10, "--keepalive-time must be 10s or more");
    IjepaClientBuilder builder =
        IjepaClient.builder()
            .target(target)
            .resolveInterval(resolveInterval)
            .keepAlive(keepaliveTime)
            .userAgent("ijepa-cli")
            .maxImageBytes(maxImageBytes);
    secure(builder);
    if (token != null) {
      builder.bearerToken(token);
    }
    return builder;
  }

  private void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new ParameterException(command.commandLine(), otherwise);
    }
  }

  private void secure(IjepaClientBuilder builder) {
    if (!tls && trust == null && certificate == null) {
      builder.plaintext();
    }
    if (trust != null) {
      builder.trust(readable("--trust", trust));
    }
    if (certificate != null && key != null) {
      builder.identity(readable("--cert", certificate), readable("--key", key));
    } else if (certificate != null || key != null) {
      throw new ParameterException(
          command.commandLine(), "--cert and --key are allowed only together");
    }
  }

  private Path readable(String option, Path file) {
    if (!Files.isReadable(file)) {
      throw new ParameterException(
          command.commandLine(), "%s must be a file that can be read: %s".formatted(option, file));
    }
    return file;
  }
}
