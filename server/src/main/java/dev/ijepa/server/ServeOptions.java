package dev.ijepa.server;

import dev.ijepa.server.batching.BatchingOptions;
import dev.ijepa.server.catalog.CatalogOptions;
import dev.ijepa.server.health.HealthOptions;
import dev.ijepa.server.identity.IdentityOptions;
import dev.ijepa.server.observability.ObservabilityOptions;
import dev.ijepa.server.options.ListenAddresses;
import dev.ijepa.server.options.OptionErrors;
import dev.ijepa.server.pipeline.PipelineOptions;
import dev.ijepa.server.rpc.RpcOptions;
import dev.ijepa.server.security.SecurityOptions;
import java.io.IOException;
import java.util.Locale;
import picocli.CommandLine.Mixin;

/** All that can be set of a server, by room. The defaults are in the fields. */
public final class ServeOptions {
  @Mixin public CatalogOptions catalog = new CatalogOptions();
  @Mixin public RpcOptions rpc = new RpcOptions();
  @Mixin public IdentityOptions identity = new IdentityOptions();
  @Mixin public PipelineOptions pipeline = new PipelineOptions();
  @Mixin public BatchingOptions batching = new BatchingOptions();
  @Mixin public HealthOptions health = new HealthOptions();
  @Mixin public SecurityOptions security = new SecurityOptions();
  @Mixin public ObservabilityOptions observability = new ObservabilityOptions();

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
    catalog.validate(errors);
    rpc.validate(errors);
    pipeline.validate(errors);
    batching.validate(errors);
    health.validate(errors);
    security.validate(errors);
    observability.validate(errors);
    requireFreePorts(errors);
  }

  private void requireFreePorts(OptionErrors errors) {
    if (rpc.port != 0 && rpc.port == observability.adminPort) {
      errors.add(String.format(Locale.ROOT, "--port and --admin-port are both %d", rpc.port));
      return;
    }
    ListenAddresses.requireFree(errors, rpc.host, "--port", rpc.port);
    ListenAddresses.requireFree(errors, rpc.host, "--admin-port", observability.adminPort);
  }
}
