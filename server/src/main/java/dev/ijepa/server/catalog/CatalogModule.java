package dev.ijepa.server.catalog;

import com.google.common.base.Ticker;
import com.google.inject.AbstractModule;
import com.google.inject.multibindings.ProvidesIntoSet;
import io.micrometer.core.instrument.binder.MeterBinder;

/** What an operator sees of the models that are served. Whoever loads them provides the catalog. */
public final class CatalogModule extends AbstractModule {
  @ProvidesIntoSet
  MeterBinder gauges(ModelCatalog catalog, Ticker ticker) {
    return new CatalogGauges(catalog, ticker);
  }
}
