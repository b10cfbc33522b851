package dev.ijepa.server.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.v1.ClassifyOptions;
import dev.ijepa.v1.ElementType;
import dev.ijepa.v1.EmbedOptions;
import dev.ijepa.v1.Output;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each field of the contract is obeyed or refused: a new one fails here until it is either. */
class NotImplementedYetTest {
  private static final Set<String> IMPLEMENTED =
      Set.of("outputs", "element_type", "l2_normalize", "top_k", "heads", "regions");

  static Stream<FieldDescriptor> fields() {
    return Stream.of(EmbedOptions.getDescriptor(), ClassifyOptions.getDescriptor())
        .flatMap(type -> type.getFields().stream())
        .filter(field -> !IMPLEMENTED.contains(field.getName()));
  }

  @ParameterizedTest
  @MethodSource("fields")
  void aFieldThatIsNotImplementedIsRefusedByName(FieldDescriptor field) {
    assertRefused(() -> check(withOnly(field)), "options." + field.getName());
  }

  @Test
  void anOutputOrElementTypeThatIsNotImplementedIsRefusedByName() {
    EmbedOptions.Builder options = EmbedOptions.newBuilder();

    assertRefused(
        () -> check(options.clone().setElementType(ElementType.ELEMENT_TYPE_UINT1).build()),
        "ELEMENT_TYPE_UINT1");
  }

  @Test
  void whatIsImplementedPasses() {
    EmbedOptions embed =
        EmbedOptions.newBuilder()
            .addOutputs(Output.OUTPUT_TOKENS)
            .setElementType(ElementType.ELEMENT_TYPE_INT8)
            .setL2Normalize(true)
            .build();

    assertThatCode(() -> check(embed)).doesNotThrowAnyException();
    assertThatCode(() -> check(ClassifyOptions.newBuilder().setTopK(0).addHeads("mine").build()))
        .doesNotThrowAnyException();
  }

  private static void assertRefused(ThrowingCallable check, String named) {
    FailedException refusal = catchThrowableOfType(FailedException.class, check);

    assertThat(refusal).hasMessageContaining(named).hasMessageContaining("not implemented");
    assertThat(refusal.failure().reason()).isEqualTo(Reason.REQUEST_INVALID);
  }

  private static void check(Message options) throws FailedException {
    if (options instanceof EmbedOptions embed) {
      NotImplementedYet.check(embed);
    } else {
      NotImplementedYet.check((ClassifyOptions) options);
    }
  }

  private static Message withOnly(FieldDescriptor field) {
    Message.Builder options =
        field.getContainingType().equals(EmbedOptions.getDescriptor())
            ? EmbedOptions.newBuilder()
            : ClassifyOptions.newBuilder();
    Object value =
        switch (field.getJavaType()) {
          case MESSAGE -> options.newBuilderForField(field).build();
          case STRING -> "a-name";
          case INT -> 64;
          default -> throw new IllegalArgumentException("no value for " + field);
        };
    return field.isRepeated()
        ? options.addRepeatedField(field, value).build()
        : options.setField(field, value).build();
  }
}
