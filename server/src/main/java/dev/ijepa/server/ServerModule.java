package dev.ijepa.server;

import com.google.common.base.Ticker;
import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import dev.ijepa.server.lifecycle.ClosePhase;
import dev.ijepa.server.lifecycle.PeriodicTask;
import dev.ijepa.server.lifecycle.PeriodicTasks;
import dev.ijepa.server.lifecycle.Resources;
import java.util.Set;

/** What all rooms share. Nothing is bound by chance. */
final class ServerModule extends AbstractModule {
  private final Resources resources;

  ServerModule(Resources resources) {
    this.resources = resources;
  }

  @Override
  protected void configure() {
    binder().requireExplicitBindings();
    binder().disableCircularProxies();
    binder().requireAtInjectOnConstructors();
    bind(Ticker.class).toInstance(Ticker.systemTicker());
    bind(Resources.class).toInstance(resources);
    Multibinder.newSetBinder(binder(), PeriodicTask.class);
  }

  @Provides
  @Singleton
  PeriodicTasks periodicTasks(Set<PeriodicTask> tasks) {
    return resources.add(ClosePhase.TASKS, new PeriodicTasks(tasks));
  }
}
