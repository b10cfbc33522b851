package dev.ijepa.server.session;

import com.google.inject.AbstractModule;
import com.google.inject.Singleton;
import dev.ijepa.server.features.FeatureCore;

/** The core, and the calls that use it. */
public final class SessionModule extends AbstractModule {
  private final SessionOptions options;

  public SessionModule(SessionOptions options) {
    this.options = options;
  }

  @Override
  protected void configure() {
    bind(SessionOptions.class).toInstance(options);
    bind(FeatureCore.class).in(Singleton.class);
    bind(Sessions.class).in(Singleton.class);
  }
}
