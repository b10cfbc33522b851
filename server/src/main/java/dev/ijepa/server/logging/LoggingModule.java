package dev.ijepa.server.logging;

import com.google.common.base.Ticker;
import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import dev.ijepa.server.http.RequestObserver;
import dev.ijepa.server.item.ItemObserver;
import io.grpc.ServerInterceptor;

/** What the log says of calls and items. By default it says nothing of them, and costs nothing. */
public final class LoggingModule extends AbstractModule {
  private final LoggingOptions options;

  public LoggingModule(LoggingOptions options) {
    this.options = options;
  }

  @Override
  protected void configure() {
    if (options.accessLog != AccessLogging.OFF) {
      Multibinder.newSetBinder(binder(), ServerInterceptor.class)
          .addBinding()
          .to(LoggedCalls.class);
      Multibinder.newSetBinder(binder(), RequestObserver.class)
          .addBinding()
          .toInstance(new LoggedRequests());
    }
    Multibinder<ItemObserver.Factory> observers =
        Multibinder.newSetBinder(binder(), ItemObserver.Factory.class);
    if (options.accessLog == AccessLogging.ITEMS) {
      observers.addBinding().to(LoggedItems.class);
    }
    if (options.logFormat == LogFormat.JSON) {
      observers.addBinding().toInstance(NamedItem::new);
    }
  }

  @Provides
  @Singleton
  LoggedCalls calls(Ticker ticker) {
    return new LoggedCalls(ticker);
  }

  @Provides
  @Singleton
  LoggedItems items(Ticker ticker) {
    return new LoggedItems(ticker);
  }
}
