package dev.ijepa.client.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.client.ClassifySettings;
import dev.ijepa.client.EmbedSettings;
import dev.ijepa.v1.ClassifyImageResponse;
import dev.ijepa.v1.ClassifyResponse;
import dev.ijepa.v1.EmbedImageResponse;
import dev.ijepa.v1.EmbedResponse;
import dev.ijepa.v1.Features;
import dev.ijepa.v1.Image;
import dev.ijepa.v1.Timings;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A server that does not keep to the contract. */
class InvalidAnswerTest {
  private static final Rpc EMBED = new EmbedRpc(EmbedSettings.defaults());
  private static final Rpc CLASSIFY = new ClassifyRpc(ClassifySettings.defaults());

  private final FakeChannel channel = new FakeChannel();
  private final List<String> outcomes = new ArrayList<>();

  @Test
  void afterASecondAnswerToAnItemTheStreamTakesNoMore() {
    Transport transport = stream(EMBED);
    transport.send(outcome("a"));
    transport.send(outcome("b"));
    FakeChannel.Call<?, ?> first = channel.calls.get(0);
    first.answer(embedded("0"));

    first.answer(embedded("0"));
    // The end of the call is not told yet.
    transport.send(outcome("c"));

    assertThat(first.cancelled).isTrue();
    assertThat(channel.calls).hasSize(2);
    channel.calls.get(1).answer(embedded("2"));
    first.close(Status.CANCELLED);
    assertThat(outcomes).containsExactly("a answered", "c answered", "b INTERNAL RESPONSE_INVALID");
  }

  @Test
  void anAnswerWithoutAResultIsAFailure() {
    stream(EMBED).send(outcome("a"));
    stream(CLASSIFY).send(outcome("b"));
    unary(EMBED).send(outcome("c"));
    unary(CLASSIFY).send(outcome("d"));
    unary(EMBED).send(outcome("e"));

    channel.calls.get(0).answer(EmbedResponse.newBuilder().setRequestId("0").build());
    channel.calls.get(1).answer(ClassifyResponse.newBuilder().setRequestId("0").build());
    channel.calls.get(2).answer(EmbedImageResponse.getDefaultInstance());
    channel.calls.get(3).answer(ClassifyImageResponse.getDefaultInstance());
    channel.calls.subList(2, 5).forEach(call -> call.close(Status.OK));

    assertThat(outcomes)
        .hasSize(5)
        .allMatch(outcome -> outcome.endsWith(" INTERNAL RESPONSE_INVALID"));
  }

  private Transport stream(Rpc rpc) {
    return rpc.streams(
        List.of(channel), List.of(Image.getDefaultInstance()), Duration.ofHours(1), 1);
  }

  private Transport unary(Rpc rpc) {
    return rpc.unary(List.of(channel), List.of(Image.getDefaultInstance()), Duration.ofHours(1));
  }

  private static EmbedResponse embedded(String id) {
    return EmbedResponse.newBuilder()
        .setRequestId(id)
        .setFeatures(Features.getDefaultInstance())
        .build();
  }

  private Transport.Outcome outcome(String name) {
    return new Transport.Outcome() {
      @Override
      public void answered(Timings timings) {
        outcomes.add(name + " answered");
      }

      @Override
      public void failed(Failure failure) {
        outcomes.add(name + " " + failure.code() + " " + failure.reason());
      }
    };
  }
}
