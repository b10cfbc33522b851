package dev.ijepa.client.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.client.EmbedSettings;
import dev.ijepa.v1.Image;
import dev.ijepa.v1.Timings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ItemStreamTest {
  private final FakeChannel channel = new FakeChannel();
  private final List<Failure> failures = new ArrayList<>();

  @Test
  void anItemAfterTheEndFailsAndIsNotSent() {
    Transport transport =
        new EmbedRpc(EmbedSettings.defaults())
            .streams(List.of(channel), List.of(Image.getDefaultInstance()), Duration.ofHours(1), 1);
    transport.send(new Recorder());
    transport.close();

    transport.send(new Recorder());

    assertThat(channel.calls).singleElement().satisfies(call -> assertThat(call.sent).hasSize(1));
    assertThat(failures).containsExactly(Failure.ENDED);
  }

  private final class Recorder implements Transport.Outcome {
    @Override
    public void answered(Timings timings) {}

    @Override
    public void failed(Failure failure) {
      failures.add(failure);
    }
  }
}
