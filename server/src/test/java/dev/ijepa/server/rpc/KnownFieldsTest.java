package dev.ijepa.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import dev.ijepa.v1.EmbedImageRequest;
import dev.ijepa.v1.FeatureServiceGrpc;
import dev.ijepa.v1.Image;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import org.junit.jupiter.api.Test;

class KnownFieldsTest {
  private static final int UNKNOWN = 999;

  private final ServerServiceDefinition service =
      new FeatureServiceGrpc.FeatureServiceImplBase() {}.bindService();
  private final ServerServiceDefinition guarded = KnownFields.of(service);

  @Test
  void whatTheContractDoesNotKnowIsNotKeptAtAnyDepth() {
    UnknownFieldSet unknown =
        UnknownFieldSet.newBuilder()
            .addField(
                UNKNOWN,
                UnknownFieldSet.Field.newBuilder()
                    .addGroup(UnknownFieldSet.getDefaultInstance())
                    .addVarint(7)
                    .addLengthDelimited(ByteString.copyFromUtf8("text"))
                    .build())
            .build();
    EmbedImageRequest known =
        EmbedImageRequest.newBuilder()
            .setImage(Image.newBuilder().setEncoded(ByteString.copyFromUtf8("an image")))
            .build();
    EmbedImageRequest sent =
        known.toBuilder()
            .setUnknownFields(unknown)
            .setImage(known.getImage().toBuilder().setUnknownFields(unknown))
            .build();

    assertThat(parse(sent.toByteArray())).isEqualTo(known);
  }

  @Test
  void whatIsNoMessageEndsTheCallAsProtobufsOwnMarshallersDo() {
    byte[] endOfAGroup = {(UNKNOWN << 3 & 0x78) | 4};
    for (byte[] bytes : new byte[][] {{10, 100, 1}, endOfAGroup, {0}}) {
      assertThatThrownBy(() -> parse(bytes))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL));
    }
  }

  @Test
  void theServiceStaysWhatItIs() {
    assertThat(guarded.getServiceDescriptor().getName())
        .isEqualTo(service.getServiceDescriptor().getName());
    assertThat(guarded.getServiceDescriptor().getSchemaDescriptor())
        .isEqualTo(service.getServiceDescriptor().getSchemaDescriptor());
    assertThat(guarded.getMethods()).hasSameSizeAs(service.getMethods());
  }

  private Message parse(byte[] bytes) {
    MethodDescriptor<?, ?> method =
        guarded
            .getMethod(FeatureServiceGrpc.getEmbedImageMethod().getFullMethodName())
            .getMethodDescriptor();
    return (Message) method.parseRequest(new ByteArrayInputStream(bytes));
  }
}
