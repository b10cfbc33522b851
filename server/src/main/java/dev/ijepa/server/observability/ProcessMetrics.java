package dev.ijepa.server.observability;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Shows what the process takes of its machine: processor time, and memory by its use. */
final class ProcessMetrics implements MeterBinder {
  private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
  private final ResidentMemory resident = new ResidentMemory(Path.of("/"));

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder(
            "process.start.time.seconds",
            () -> ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3)
        .description("When the process started, in seconds since 1970")
        .register(registry);
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      FunctionCounter.builder("process.cpu.seconds", system, its -> its.getProcessCpuTime() / 1e9)
          .description("Processor time of the process")
          .register(registry);
    }
    Gauge.builder("ijepa.process.resident.bytes", resident::bytes)
        .description("Physical memory of the process, with what native code takes")
        .register(registry);
    use(registry, "heap", () -> memory.getHeapMemoryUsage().getCommitted());
    use(registry, "java", () -> memory.getNonHeapMemoryUsage().getCommitted());
    use(registry, "buffers", ProcessMetrics::bufferBytes);
  }

  private static void use(MeterRegistry registry, String use, Supplier<Number> bytes) {
    Gauge.builder("ijepa.memory.bytes", bytes)
        .description("Memory of the process by its use")
        .tag("use", use)
        .register(registry);
  }

  private static long bufferBytes() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }
}
