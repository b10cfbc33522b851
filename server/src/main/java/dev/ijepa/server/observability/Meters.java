package dev.ijepa.server.observability;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Inject;
import java.util.Set;

/** The gauges that the rooms contribute. */
public final class Meters {
  private final MeterRegistry registry;
  private final Set<MeterBinder> rooms;

  @Inject
  Meters(MeterRegistry registry, Set<MeterBinder> rooms) {
    this.registry = registry;
    this.rooms = rooms;
  }

  /** Shows the gauges from now on. */
  public void show() {
    rooms.forEach(room -> room.bindTo(registry));
  }
}
