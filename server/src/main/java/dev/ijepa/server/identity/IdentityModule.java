package dev.ijepa.server.identity;

import com.google.inject.AbstractModule;

/** Who calls. */
public final class IdentityModule extends AbstractModule {
  private final IdentityOptions options;

  public IdentityModule(IdentityOptions options) {
    this.options = options;
  }

  @Override
  protected void configure() {
    bind(CallerRule.class).toInstance(options.callers);
  }
}
