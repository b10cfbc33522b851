package dev.ijepa.server.contract;

import com.google.inject.AbstractModule;

/** What the doors for {@code ijepa.v1} share. */
public final class ContractModule extends AbstractModule {
  @Override
  protected void configure() {
    bind(ModelMessages.class);
  }
}
