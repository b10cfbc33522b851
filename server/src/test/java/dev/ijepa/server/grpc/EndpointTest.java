package dev.ijepa.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.base.Ticker;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import com.google.rpc.ErrorInfo;
import dev.ijepa.server.guard.MessageLimits;
import dev.ijepa.server.guard.OpenConnections;
import dev.ijepa.server.guard.Receptions;
import dev.ijepa.server.guard.Refusals;
import dev.ijepa.server.identity.CallerRule;
import dev.ijepa.server.pipeline.PipelineOptions;
import dev.ijepa.server.pipeline.TestPipeline;
import dev.ijepa.v1.FeatureServiceGrpc;
import dev.ijepa.v1.ModelServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EndpointTest {
  private static final int SMALL = 8 << 10;

  private static final Marshaller<byte[]> BYTES =
      new Marshaller<>() {
        @Override
        public InputStream stream(byte[] bytes) {
          return new ByteArrayInputStream(bytes);
        }

        @Override
        public byte[] parse(InputStream stream) {
          try {
            return stream.readAllBytes();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      };

  private final GrpcOptions options = new GrpcOptions();
  private final PipelineOptions pipelineOptions = new PipelineOptions();
  private final TestPipeline pipeline = new TestPipeline();
  private Endpoint endpoint;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws IOException {
    options.channelz = true;
    endpoint = endpoint();
    endpoint.server().start();
    channel =
        NettyChannelBuilder.forAddress("localhost", endpoint.server().getPort())
            .usePlaintext()
            .build();
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    endpoint.server().shutdownNow();
    endpoint.close();
    pipeline.close();
  }

  @Test
  void aMessageOverTheLimitIsToldTheLimitAndASmallerOneIsRead() throws Exception {
    assertThat(check(SMALL)).isEqualTo(Status.OK);

    Status refused = check(SMALL + 1);
    assertThat(refused.getCode()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(refused.getDescription()).contains("%,d".formatted(SMALL));

    assertThat(check(SMALL)).as("afterwards").isEqualTo(Status.OK);
  }

  @Test
  void everyServiceAnswersWhatIsNoMessageWithAReason() {
    int methods = 0;
    for (ServerServiceDefinition service : endpoint.server().getServices()) {
      if (service.getServiceDescriptor().getName().equals(FeatureServiceGrpc.SERVICE_NAME)) {
        continue; // It needs models: see the end-to-end tests.
      }
      for (ServerMethodDefinition<?, ?> method : service.getMethods()) {
        StatusRuntimeException refused =
            catchThrowableOfType(
                StatusRuntimeException.class, () -> call(method.getMethodDescriptor()));
        assertThat(refused.getStatus().getCode())
            .as(method.getMethodDescriptor().getFullMethodName())
            .isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(reason(refused)).isEqualTo("REQUEST_INVALID");
        methods++;
      }
    }
    assertThat(methods).isGreaterThan(10);
  }

  @Test
  void anUnknownServicesNameIsNotEchoedInFull() {
    HealthGrpc.HealthBlockingStub health = HealthGrpc.newBlockingStub(channel);

    for (int length : new int[] {256, 257, 4000}) {
      StatusRuntimeException refused =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () ->
                  health.check(
                      HealthCheckRequest.newBuilder().setService("x".repeat(length)).build()));
      assertThat(refused.getStatus().getCode())
          .isEqualTo(length <= 256 ? Code.NOT_FOUND : Code.INVALID_ARGUMENT);
      assertThat(refused.getStatus().getDescription()).hasSizeLessThan(300);
    }
  }

  @Test
  void bothVersionsOfReflectionAreServed() throws Exception {
    assertThat(endpoint.server().getServices())
        .extracting(service -> service.getServiceDescriptor().getName())
        .contains(
            "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection");
  }

  /** Calls a method with bytes that are no message. */
  private byte[] call(MethodDescriptor<?, ?> method) {
    return ClientCalls.blockingUnaryCall(
        channel,
        MethodDescriptor.newBuilder(BYTES, BYTES)
            .setType(MethodType.UNARY)
            .setFullMethodName(method.getFullMethodName())
            .build(),
        CallOptions.DEFAULT,
        new byte[] {15});
  }

  private static String reason(StatusRuntimeException refused) {
    com.google.rpc.Status status = StatusProto.fromThrowable(refused);
    assertThat(status.getDetailsList()).isNotEmpty();
    try {
      return status.getDetails(0).unpack(ErrorInfo.class).getReason();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  /** Asks for the server's health in a message of so many bytes: a field that nobody knows. */
  private Status check(int messageBytes) {
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
    Ticker ticker = Ticker.systemTicker();
    // Nothing here gets as far as the handlers of these services.
    Set<GrpcService> services =
        Set.of(
            GrpcService.ofImages(
                new FeatureServiceGrpc.FeatureServiceImplBase() {},
                MessageLimits.image(pipelineOptions.messageBytes())),
            GrpcService.ofNames(
                new ModelServiceGrpc.ModelServiceImplBase() {}, MessageLimits.SMALL_OF_OURS));
    return new Endpoint(
        options,
        new CallBounds(
            options,
            services,
            new Receptions(pipelineOptions, new Refusals(), ticker),
            CallerRule.ADDRESS,
            new Refusals(),
            ticker),
        new ConnectionAges(options.connections, ticker),
        services,
        pipeline.sessions(),
        new HealthStatusManager(),
        CallerRule.ADDRESS,
        Set.of(),
        InsecureServerCredentials.create(),
        new OpenConnections(options.maxConnections, options.connectionsPerAddress()),
        new Refusals(),
        ticker);
  }
}
