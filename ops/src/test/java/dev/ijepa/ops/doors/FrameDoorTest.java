package dev.ijepa.ops.doors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.ops.doors.DoorClient.Call;
import dev.ijepa.ops.doors.DoorClient.Method;
import dev.ijepa.ops.e2e.Bombs;
import dev.ijepa.ops.e2e.Eventually;
import dev.ijepa.ops.e2e.Gate;
import dev.ijepa.ops.e2e.Samples;
import dev.ijepa.server.ServeOptions;
import io.grpc.InsecureChannelCredentials;
import org.junit.jupiter.api.Test;

class FrameDoorTest extends DoorSuite {
  @Override
  void configure(ServeOptions options) {}

  @Override
  DoorClient open(DoorServer at, Call call) throws Exception {
    return new FrameClient(at.framePort(), call);
  }

  @Override
  DoorClient openOther(DoorServer at, Call call) {
    return new GrpcClient(at.grpcPort(), InsecureChannelCredentials.create(), call);
  }

  @Override
  int port(DoorServer at) {
    return at.framePort();
  }

  @Test
  void partOfAMessageIsCountedUntilItsClientHangsUp() throws Exception {
    try (FrameClient client = new FrameClient(server().framePort(), Call.of(Method.EMBED))) {
      client.sendUnasked(1 << 20, new byte[100_000]);

      Eventually.holds(
          "it has come",
          () -> server().running().metrics().sum("ijepa_receiving_bytes") >= 100_000);
    }
    server().running().awaitIdle();
  }

  @Test
  void framesThatTheServerHasNotAskedForEndTheirStream() throws Exception {
    byte[] request = Samples.request(1).build().toByteArray();
    Gate gate = server().hold();
    try (FrameClient client = new FrameClient(server().framePort(), Call.of(Method.EMBED))) {
      // More than a stream may have in flight.
      for (int i = 0; i < 200; i++) {
        client.sendUnasked(request.length, request);
      }

      assertThat(client.end()).isEqualTo("REQUEST_INVALID");
    } finally {
      gate.open();
    }
  }

  @Test
  void manyGzipMembersThatHoldNothingEndTheirStreamAndOverflowNoStack() throws Exception {
    byte[] empty = FrameClient.gzip(new byte[0]);
    byte[] members = Bombs.repeated(empty, 2 << 20);
    Call call = Call.of(Method.EMBED).compressed(true);
    try (FrameClient client = new FrameClient(server().framePort(), call)) {
      client.sendUnasked(members.length, members);

      assertThat(client.end()).isEqualTo("REQUEST_INVALID");
    }
  }
}
