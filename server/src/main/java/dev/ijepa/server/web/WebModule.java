package dev.ijepa.server.web;

import com.google.inject.AbstractModule;
import com.google.inject.Provider;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import dev.ijepa.server.http.Route;

/** The unary methods of {@code ijepa.v1}, served on the HTTP port by Connect and gRPC-Web. */
public final class WebModule extends AbstractModule {
  @Override
  protected void configure() {
    bind(WebMethods.class).in(Singleton.class);
    Multibinder<Route> routes = Multibinder.newSetBinder(binder(), Route.class);
    Provider<WebMethods> methods = getProvider(WebMethods.class);
    for (Protocol protocol : Protocol.values()) {
      for (int index = 0; index < WebMethods.COUNT; index++) {
        int its = index;
        routes.addBinding().toProvider(() -> protocol.route(methods.get().get(its)));
      }
    }
  }
}
