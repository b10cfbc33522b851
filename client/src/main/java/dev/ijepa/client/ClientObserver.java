package dev.ijepa.client;

import io.grpc.ManagedChannelBuilder;

/**
 * Watches a client: the base of {@code IjepaMetrics} (Micrometer) and {@code IjepaTelemetry}
 * (OpenTelemetry), and of anybody's own.
 *
 * <p>What gRPC knows, such as each attempt of a call and its status, is watched by what {@link
 * #configure} adds to the channel. The other methods tell what gRPC can't know: the images of the
 * client's streams, which outlive calls. Each is {@link #taken} once, and then either {@link
 * #answered}, {@link #failed} or {@link #givenUp} once.
 *
 * <p>They are called by several threads, which a stream waits for: they should be quick, and must
 * not throw.
 */
public interface ClientObserver {
  /** A channel is about to be built. Not called for one that is the user's own. */
  default void configure(ManagedChannelBuilder<?> channel) {}

  /** An image was read from the inputs of a stream, or could not be. */
  default void taken() {}

  /** An image leaves once more: its connection broke, or the server was too busy for it. */
  default void sentAgain() {}

  /** An image has its answer. */
  default void answered() {}

  /** An image has no answer, and will have none: {@code error} says why. */
  default void failed(IjepaException error) {}

  /** An image needs no answer any more: its stream was closed, or has failed as a whole. */
  default void givenUp() {}
}
