package dev.ijepa.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Ticker;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import dev.ijepa.server.options.DataSize;
import dev.ijepa.server.pipeline.PipelineOptions;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.ByteArrayInputStream;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EndpointTest {
  /** The field 999, which no request has: 7. */
  private static final byte[] UNKNOWN_FIELD = {(byte) 0xb8, 0x3e, 7};

  private final RpcOptions options = new RpcOptions();
  private final PipelineOptions pipelineOptions = new PipelineOptions();

  @Test
  void noServiceKeepsFieldsThatItDoesNotKnow() {
    options.channelz = true;
    Endpoint endpoint = endpoint();

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

  @Test
  void aMessageOverTheLimitIsToldTheLimitAndItsOwnSizeAndASmallerOneIsRead() throws Exception {
    pipelineOptions.maxImageBytes = DataSize.parse("1MiB");
    // An eighth of it is for messages that are being received: less than four images.
    pipelineOptions.maxInFlight = DataSize.parse("24MiB");
    int limit = 3 << 20;
    Endpoint endpoint = endpoint();
    endpoint.server().start();
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("localhost", endpoint.server().getPort())
            .usePlaintext()
            .build();
    try {
      assertThat(check(channel, limit)).isEqualTo(Status.OK);

      Status refused = check(channel, limit + 1);
      assertThat(refused.getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
      assertThat(refused.getDescription())
          .contains(Integer.toString(limit))
          .contains(Integer.toString(limit + 1));

      assertThat(check(channel, limit)).as("afterwards").isEqualTo(Status.OK);
    } finally {
      channel.shutdownNow();
      endpoint.server().shutdownNow();
      endpoint.close();
    }
  }

  /** Asks for the server's health in a message of so many bytes: a field that nobody knows. */
  private static Status check(ManagedChannel channel, int messageBytes) {
    int fieldBytes = CodedOutputStream.computeByteArraySize(999, new byte[messageBytes]);
    ByteString padding = ByteString.copyFrom(new byte[2 * messageBytes - fieldBytes]);
    HealthCheckRequest request =
        HealthCheckRequest.newBuilder()
            .setUnknownFields(
                UnknownFieldSet.newBuilder()
                    .addField(999, Field.newBuilder().addLengthDelimited(padding).build())
                    .build())
            .build();
    assertThat(request.getSerializedSize()).isEqualTo(messageBytes);
    try {
      assertThat(HealthGrpc.newBlockingStub(channel).check(request).getStatus())
          .isEqualTo(ServingStatus.SERVING);
      return Status.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus();
    }
  }

  private Endpoint endpoint() {
    options.host = "localhost";
    options.port = 0;
    // Nothing here calls the services of our own.
    return new Endpoint(
        options,
        pipelineOptions,
        new FeatureGrpcService(null, null, null, null, null, options, null),
        new ModelGrpcService(null),
        new HealthStatusManager(),
        new Receptions(pipelineOptions, Ticker.systemTicker()),
        Set.of(),
        InsecureServerCredentials.create());
  }
}
