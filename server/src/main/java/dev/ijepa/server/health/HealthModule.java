package dev.ijepa.server.health;

import com.google.inject.AbstractModule;
import com.google.inject.Singleton;

/** How the server watches itself. */
public final class HealthModule extends AbstractModule {
  /** EX_SOFTWARE of sysexits: an internal error. */
  private static final int EXIT_CODE = 70;

  private final HealthOptions options;

  public HealthModule(HealthOptions options) {
    this.options = options;
  }

  @Override
  protected void configure() {
    bind(HealthOptions.class).toInstance(options);
    bind(ServerHealth.class).in(Singleton.class);
    bind(CanaryCheck.class);
    bind(Watchdog.class);
    // Not exit: that would wait for a drain, which would wait for what hangs.
    bind(Watchdog.Exit.class).toInstance(reason -> Runtime.getRuntime().halt(EXIT_CODE));
  }
}
