package dev.ijepa.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.image.ImageMemory.Reservation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DecodeMemoryTest {
  private final DecodeMemory memory = new DecodeMemory(100);

  @Test
  void anImageWaitsUntilThereIsRoomForIt() throws Exception {
    Reservation first = memory.reserve(60);
    CompletableFuture<Reservation> second =
        CompletableFuture.supplyAsync(() -> memory.reserve(60), task -> new Thread(task).start());

    first.close();
    second.get(10, TimeUnit.SECONDS).close();

    assertThat(memory.bytesInUse()).isZero();
  }

  @Test
  void oneMayAlwaysGoOnHoweverLarge() {
    Reservation huge = memory.reserve(5000);
    assertThat(memory.bytesInUse()).isEqualTo(5000);

    huge.close();
    assertThat(memory.bytesInUse()).isZero();
  }
}
