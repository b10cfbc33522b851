package dev.ijepa.server.observability;

import dev.ijepa.server.health.ServerHealth;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether the server should be sent requests, and whether it should be restarted. */
final class Readiness {
  /**
   * One of the things that readiness needs.
   *
   * @param name of the check
   * @param fault what is wrong; empty if the check passes
   */
  record Check(String name, String fault) {
    boolean passes() {
      return fault.isEmpty();
    }

    /** In the form of Kubernetes' own servers: {@code [+]models-loaded ok}. */
    String line() {
      return passes() ? "[+]%s ok".formatted(name) : "[-]%s failed: %s".formatted(name, fault);
    }
  }

  private volatile @Nullable ServerHealth health;
  private volatile boolean healthy;
  private volatile boolean draining;

  /** All models are loaded: from now on readiness follows their health. */
  void follow(ServerHealth its) {
    its.onChange(
        now -> {
          healthy = now;
          health = its;
        });
  }

  void drain() {
    draining = true;
  }

  /** No model has a fault. It is true while models load, so that nobody kills a slow start. */
  boolean isLive() {
    return health == null || healthy;
  }

  boolean isReady() {
    return health != null && healthy && !draining;
  }

  List<Check> checks() {
    List<Check> checks = new ArrayList<>();
    ServerHealth its = health;
    checks.add(new Check("models-loaded", its == null ? "models are loading" : ""));
    if (its != null) {
      its.faultsByModel()
          .forEach(
              (model, faults) ->
                  checks.add(new Check("model-" + model, String.join("; ", faults))));
    }
    checks.add(new Check("accepting", draining ? "the server is shutting down" : ""));
    return checks;
  }
}
