package dev.ijepa.ops.doors;

import com.google.inject.util.Modules;
import dev.ijepa.models.savedmodel.ModelInput;
import dev.ijepa.ops.e2e.Eventually;
import dev.ijepa.ops.e2e.Gate;
import dev.ijepa.ops.e2e.RunningServer;
import dev.ijepa.ops.e2e.TestingParts;
import dev.ijepa.server.ServeOptions;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A server that has the gRPC door and the {@link FrameDoor}, and an engine that a test holds. */
final class DoorServer implements AutoCloseable {
  private final TestingParts parts = new TestingParts();
  private final FrameDoor.Parts frames = new FrameDoor.Parts();
  private final List<List<ModelInput>> batches = new CopyOnWriteArrayList<>();
  private final RunningServer server;
  private volatile Gate gate = new Gate();

  DoorServer(Consumer<ServeOptions> configure) throws IOException {
    parts.letLargeBatchesPay();
    server = RunningServer.start(configure, Modules.combine(parts, frames));
    parts.engine().mend();
  }

  RunningServer running() {
    return server;
  }

  TestingParts parts() {
    return parts;
  }

  int grpcPort() {
    return server.server().port();
  }

  int framePort() {
    return frames.port();
  }

  /** Holds each batch from now on, and records it before. */
  Gate hold() {
    batches.clear();
    Gate holding = new Gate();
    gate = holding;
    parts
        .engine()
        .breakWith(
            (model, inputs, batchSize) -> {
              batches.add(inputs);
              holding.pass(inputs.size());
              return model.run(inputs, batchSize);
            });
    return holding;
  }

  /** The batches that were put together since the engine is held. */
  List<List<ModelInput>> batches() {
    return batches;
  }

  void awaitQueued(int items) throws Exception {
    Eventually.holds(
        items + " wait for their batch", () -> server.metrics().sum("ijepa_batch_queued") == items);
  }

  /** Also of a test that failed while it held the engine. */
  @Override
  public void close() {
    gate.open();
    server.close();
  }
}
