package dev.ijepa.server;

import dev.ijepa.server.batching.BatchingOptions;
import dev.ijepa.server.grpc.GrpcOptions;
import dev.ijepa.server.health.HealthOptions;
import dev.ijepa.server.http.HttpOptions;
import dev.ijepa.server.identity.IdentityOptions;
import dev.ijepa.server.loading.LoadingOptions;
import dev.ijepa.server.loading.MemoryPlanner;
import dev.ijepa.server.logging.LoggingOptions;
import dev.ijepa.server.memory.MemoryOptions;
import dev.ijepa.server.observability.ObservabilityOptions;
import dev.ijepa.server.options.ListenAddresses;
import dev.ijepa.server.options.OptionErrors;
import dev.ijepa.server.options.UnixSocket;
import dev.ijepa.server.pipeline.PipelineOptions;
import dev.ijepa.server.security.SecurityOptions;
import dev.ijepa.server.session.SessionOptions;
import dev.ijepa.server.tracing.TracingOptions;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Mixin;

/** All that can be set of a server, by room. The defaults are in the fields. */
public final class ServeOptions {
  @Mixin public LoadingOptions loading = new LoadingOptions();
  @Mixin public GrpcOptions grpc = new GrpcOptions();
  @Mixin public HttpOptions http = new HttpOptions();
  @Mixin public SessionOptions session = new SessionOptions();
  @Mixin public IdentityOptions identity = new IdentityOptions();
  @Mixin public PipelineOptions pipeline = new PipelineOptions();
  @Mixin public BatchingOptions batching = new BatchingOptions();
  @Mixin public MemoryOptions memory = new MemoryOptions();
  @Mixin public HealthOptions health = new HealthOptions();
  @Mixin public SecurityOptions security = new SecurityOptions();
  @Mixin public ObservabilityOptions observability = new ObservabilityOptions();
  @Mixin public LoggingOptions logging = new LoggingOptions();
  @Mixin public TracingOptions tracing = new TracingOptions();

  /**
   * Checks all options, and that what they name is there: models, certificates, free ports.
   *
   * @throws IOException telling all that is wrong, by option
   */
  void validate() throws IOException {
    OptionErrors errors = new OptionErrors();
    validate(errors);
    errors.throwIfAny();
  }

  /** Tells all that is wrong. */
  public void validate(OptionErrors errors) {
    loading.validate(errors);
    grpc.validate(errors);
    http.validate(errors);
    session.validate(errors);
    pipeline.validate(errors);
    batching.validate(errors);
    health.validate(errors);
    security.validate(errors);
    observability.validate(errors);
    memory.validate(errors);
    tracing.validate(errors);
    requireFreePorts(errors);
  }

  /**
   * Makes batches and images fit into the memory of the process.
   *
   * @throws IOException if the memory does not suffice; its message says what to set
   */
  void fitIntoMemory() throws IOException {
    OptionalLong limit = memory.limit();
    if (limit.isPresent()) {
      OptionErrors errors = new OptionErrors();
      MemoryPlanner.ofThisProcess(limit.getAsLong(), loading.headBytes(), grpc.windowBytesOfAll())
          .fit(loading, batching, errors)
          .ifPresent(plan -> pipeline.memoryForImages = plan.images());
      errors.throwIfAny();
    }
  }

  private void requireFreePorts(OptionErrors errors) {
    Map<String, Integer> ports = new LinkedHashMap<>();
    Optional<UnixSocket> socket = UnixSocket.of(grpc.host);
    if (socket.isPresent()) {
      socket.get().requireFree(errors);
    } else {
      ports.put("--port", grpc.port);
    }
    http.port().ifPresent(port -> ports.put("--http-port", port));
    ports.put("--admin-port", observability.adminPort);
    ListenAddresses.requireFree(errors, grpc.host, ports);
  }
}
