package dev.ijepa.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Ticker;
import com.google.protobuf.Message;
import dev.ijepa.server.pipeline.PipelineOptions;
import io.grpc.InsecureServerCredentials;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.ByteArrayInputStream;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EndpointTest {
  /** The field 999, which no request has: 7. */
  private static final byte[] UNKNOWN_FIELD = {(byte) 0xb8, 0x3e, 7};

  @Test
  void noServiceKeepsFieldsThatItDoesNotKnow() {
    RpcOptions options = new RpcOptions();
    options.channelz = true;
    // Nothing here calls the services.
    Endpoint endpoint =
        new Endpoint(
            options,
            new PipelineOptions(),
            new FeatureGrpcService(null, null, null, null, null, options, null),
            new ModelGrpcService(null),
            new HealthStatusManager(),
            new Receptions(new PipelineOptions(), Ticker.systemTicker()),
            Set.of(),
            InsecureServerCredentials.create());

    int methods = 0;
    for (ServerServiceDefinition service : endpoint.server().getServices()) {
      for (ServerMethodDefinition<?, ?> method : service.getMethods()) {
        Object request =
            method.getMethodDescriptor().parseRequest(new ByteArrayInputStream(UNKNOWN_FIELD));
        assertThat(((Message) request).getUnknownFields().asMap())
            .as(method.getMethodDescriptor().getFullMethodName())
            .isEmpty();
        methods++;
      }
    }
    assertThat(methods).isGreaterThan(10);
    endpoint.close();
  }
}
