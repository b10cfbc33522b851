package dev.ijepa.client.bench;

import java.time.Duration;

/**
 * What is sent, and over what.
 *
 * @param streams how many streams the images go round; 0 if each is a unary call
 */
public record Workload(Rpc rpc, ImageSet images, int streams) {

  Transport transport(Connections connections, LoadPoint point, Duration deadline) {
    if (streams == 0) {
      return rpc.unary(connections.open(point.maxInFlight()), images.images(), deadline);
    }
    return rpc.streams(connections.open(streams), images.images(), deadline, streams);
  }
}
