package dev.ijepa.client.cli;

import dev.ijepa.client.IjepaClient;
import dev.ijepa.client.IjepaClientBuilder;
import io.grpc.ManagedChannel;
import java.nio.file.Files;
import java.nio.file.Path;
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
      description =
          "The address of the server, or unix:/PATH for its Unix domain socket."
              + " Default: ${DEFAULT-VALUE}")
  private String target = "localhost:50051";

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
    IjepaClientBuilder builder =
        IjepaClient.builder().target(target).userAgent("ijepa-cli").maxImageBytes(maxImageBytes);
    secure(builder);
    if (token != null) {
      builder.bearerToken(token);
    }
    return builder;
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
