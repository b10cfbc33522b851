package dev.ijepa.ops.doors;

import dev.ijepa.ops.doors.DoorClient.Call;
import dev.ijepa.ops.e2e.TestCertificates;
import dev.ijepa.server.ServeOptions;
import io.grpc.TlsChannelCredentials;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class TlsDoorTest extends DoorSuite {
  @TempDir private static Path folder;
  private static TestCertificates certificates;

  @Override
  void configure(ServeOptions options) {
    options.security.tlsCert = certificates().certificate();
    options.security.tlsKey = certificates().key();
  }

  private static synchronized TestCertificates certificates() {
    if (certificates == null) {
      try {
        certificates = TestCertificates.in(folder);
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
    return certificates;
  }

  @Override
  DoorClient open(DoorServer at, Call call) throws Exception {
    return new GrpcClient(
        at.grpcPort(),
        TlsChannelCredentials.newBuilder()
            .trustManager(certificates().certificate().toFile())
            .build(),
        call);
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
