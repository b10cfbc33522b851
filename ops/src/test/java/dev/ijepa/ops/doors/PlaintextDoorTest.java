package dev.ijepa.ops.doors;

import dev.ijepa.ops.doors.DoorClient.Call;
import dev.ijepa.server.ServeOptions;
import io.grpc.InsecureChannelCredentials;

class PlaintextDoorTest extends DoorSuite {
  @Override
  void configure(ServeOptions options) {}

  @Override
  DoorClient open(DoorServer at, Call call) {
    return new GrpcClient(at.grpcPort(), InsecureChannelCredentials.create(), call);
  }

  @Override
  DoorClient openOther(DoorServer at, Call call) throws Exception {
    return new FrameClient(at.framePort(), call);
  }

  @Override
  int port(DoorServer at) {
    return at.grpcPort();
  }
}
