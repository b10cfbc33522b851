package dev.ijepa.server.inference;

import com.google.inject.AbstractModule;
import com.google.inject.Singleton;
import java.time.InstantSource;

/** The Open Inference Protocol, for the doors that speak it. */
public final class InferenceModule extends AbstractModule {
  @Override
  protected void configure() {
    bind(InstantSource.class).toInstance(InstantSource.system());
    bind(InferenceStatistics.class).in(Singleton.class);
    bind(InferenceModels.class).in(Singleton.class);
    bind(InferenceTranslator.class).in(Singleton.class);
  }
}
