package dev.ijepa.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.Output;
import dev.ijepa.models.image.ImageSource;
import dev.ijepa.server.FakeModel;
import dev.ijepa.server.TestingTerms;
import dev.ijepa.server.batching.FakeScheduler;
import dev.ijepa.server.catalog.ModelCatalog;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Priority;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SharedLeaseTest {
  private static final long MESSAGE = 1000;

  private final ModelCatalog catalog =
      new ModelCatalog(List.of(new FakeModel().served("mine", new FakeScheduler())));
  private final ItemGroup group = new ItemGroup(List.of(request(), request()), MESSAGE);
  private final long decoded = group.items().get(0).decodedBytes();
  private final Held whole = new Held(group.bytes());
  private final SharedLease shared = new SharedLease(group, whole);
  private final Lease first = shared.of(0);
  private final Lease second = shared.of(1);

  @Test
  void theMessageIsChargedUntilTheLastItemIsDecoded() {
    first.reduceTo(decoded);
    assertThat(whole.bytes).isEqualTo(MESSAGE + 2 * decoded);

    second.reduceTo(decoded);
    assertThat(whole.bytes).isEqualTo(2 * decoded);
  }

  @Test
  void anItemThatIsComputedBeforeAnotherIsDecodedHoldsItsOutputsAndTheMessage() {
    first.reduceTo(decoded);
    first.reduceTo(8);
    assertThat(whole.bytes).isEqualTo(MESSAGE + 8 + decoded);

    second.reduceTo(0);
    assertThat(whole.bytes).as("it failed before it was decoded").isEqualTo(8);
  }

  @Test
  void itIsReleasedWithItsLastShareAndOnce() {
    first.release();
    first.release();
    assertThat(whole.releases).isZero();
    assertThat(whole.bytes).isEqualTo(MESSAGE + decoded);

    second.release();
    assertThat(whole.releases).isEqualTo(1);
  }

  private FeatureRequest request() {
    try {
      return new FeatureRequest(
          catalog.use("mine"),
          new ImageSource.Encoded(ByteBuffer.allocate(0)),
          Set.of(Output.EMBEDDING),
          0,
          MESSAGE / 2,
          TestingTerms.of("call", Priority.INTERACTIVE));
    } catch (FailedException e) {
      throw new AssertionError(e);
    }
  }

  /** What is held of a budget. */
  private static final class Held implements Lease {
    private long bytes;
    private int releases;

    Held(long bytes) {
      this.bytes = bytes;
    }

    @Override
    public void reduceTo(long most) {
      bytes = Math.min(bytes, most);
    }

    @Override
    public void release() {
      releases++;
    }
  }
}
