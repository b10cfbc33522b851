package dev.ijepa.client.bench;

import dev.ijepa.v1.Image;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.List;

/** What is asked of the server. */
public sealed interface Rpc permits EmbedRpc, ClassifyRpc {

  /** A name for people: {@code embed}. */
  String name();

  /** Each image is a call. */
  Transport unary(List<ManagedChannel> connections, List<Image> images, Duration deadline);

  /** The images go round some streams; each has the deadline as its timeout. */
  Transport streams(
      List<ManagedChannel> connections, List<Image> images, Duration deadline, int streams);
}
