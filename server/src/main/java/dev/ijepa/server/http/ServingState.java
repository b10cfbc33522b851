package dev.ijepa.server.http;

import dev.ijepa.server.health.ServerHealth;
import jakarta.inject.Inject;

/** What the health routes tell: whether the server should be sent requests. */
public final class ServingState {
  private final ServerHealth health;
  private volatile boolean draining;
  private volatile boolean healthy;

  @Inject
  ServingState(ServerHealth health) {
    this.health = health;
  }

  /** From now on it follows the health of the models. */
  void follow() {
    health.onChange(now -> healthy = now);
  }

  void drain() {
    draining = true;
  }

  /** No model has a fault. */
  public boolean isLive() {
    return healthy;
  }

  /** The server should be sent requests. */
  public boolean isReady() {
    return healthy && !draining;
  }
}
