package dev.ijepa.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ijepa.server.batching.BatchItem;
import dev.ijepa.server.guard.MessageLimits;
import dev.ijepa.server.guard.Reception;
import dev.ijepa.server.guard.Receptions;
import dev.ijepa.server.guard.Refusals;
import dev.ijepa.server.identity.Caller;
import dev.ijepa.server.item.ItemTerms;
import dev.ijepa.server.pipeline.PipelineOptions;
import dev.ijepa.server.pipeline.TestPipeline;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DoorsTest {
  private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(30);

  /** What the last calls may take to arrive, and the last responses to leave. */
  private static final Duration LAST_WORDS = Duration.ofMillis(500);

  private final TestPipeline pipeline = new TestPipeline();
  private final Sessions sessions = pipeline.sessions();
  private final Receptions receptions =
      new Receptions(new PipelineOptions(), new Refusals(), pipeline.ticker);
  private final List<String> events = new ArrayList<>();
  private final FakeDoor first = new FakeDoor("first");
  private final FakeDoor second = new FakeDoor("second");
  private final FakePort port = new FakePort();
  private Duration waited = Duration.ZERO;

  @AfterEach
  void close() {
    pipeline.close();
  }

  private Doors doors() {
    pipeline.options.drainTimeout = DRAIN_TIMEOUT;
    Set<Door> all = new LinkedHashSet<>(List.of(first, second));
    return pipeline.doors(all, sessions, receptions);
  }

  private Doors open() throws IOException {
    Doors doors = doors();
    doors.start();
    return doors;
  }

  @Test
  void allStopAcceptingBeforeOneIsWaitedForAndAllAreClosed() throws Exception {
    first.endsAfter = Duration.ofSeconds(1);
    second.endsAfter = Duration.ofSeconds(2);
    Doors doors = open();
    StreamSession<String> stream = stream();
    stream.received(TestMessage.of("a"));
    BatchItem item = pipeline.nextItem();
    second.whenWaited = () -> TestPipeline.compute(item, 1);

    doors.announceDrain();
    doors.drain();

    assertThat(events)
        .containsExactly(
            "first starts",
            "second starts",
            "first announces",
            "second announces",
            "first stops",
            "second stops",
            "first closes",
            "second closes");
    assertThat(port.events).containsExactly("a=1.0", "fail SERVER_NOT_SERVING");
    assertThat(waited).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(3));
    stream.closed();
  }

  @Test
  void callsThatNeverEndAreNotWaitedForIfNothingIsToBeAnswered() throws Exception {
    first.endsAfter = Duration.ofDays(1);
    Doors doors = open();

    doors.drain();

    assertThat(waited).isBetween(LAST_WORDS, LAST_WORDS.multipliedBy(3));
    assertThat(events).endsWith("first closes", "second closes");
  }

  @Test
  void aMessageThatIsStillComingIsWaitedFor() throws Exception {
    first.endsAfter = Duration.ofDays(1);
    Doors doors = open();
    Reception call = receptions.open(MessageLimits.SMALL);
    call.received(10);
    first.whenWaited =
        () -> {
          if (waited.compareTo(Duration.ofSeconds(10)) > 0) {
            call.finished();
          }
        };

    doors.drain();

    assertThat(waited).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(12));
  }

  @Test
  void whatIsNotAnsweredWithinTheTimeoutIsGivenUp() throws Exception {
    first.endsAfter = Duration.ofDays(1);
    Doors doors = open();
    StreamSession<String> stream = stream();
    stream.received(TestMessage.of("a"));
    pipeline.nextItem();

    doors.drain();

    assertThat(waited).isBetween(DRAIN_TIMEOUT, DRAIN_TIMEOUT.plusSeconds(2));
    assertThat(pipeline.scheduler.suspended).as("the reason that items fail with").isPresent();
    stream.closed();
  }

  @Test
  void aDoorThatCannotOpenLeavesTheOthersToBeClosed() {
    second.canOpen = false;
    Doors doors = doors();
    assertThatThrownBy(doors::start).hasMessage("in use");

    doors.drain();

    assertThat(events).containsExactly("first starts", "first stops", "first closes");
  }

  private StreamSession<String> stream() {
    StreamSession<String> stream =
        sessions.openStream(port, new Caller("a client"), ItemTerms.NO_DEADLINE);
    stream.open();
    return stream;
  }

  /** A door whose calls end some time after the drain began; it puts the clock forward. */
  private final class FakeDoor implements Door {
    private final String name;
    private Duration endsAfter = Duration.ZERO;
    private boolean canOpen = true;
    private Runnable whenWaited = () -> {};

    FakeDoor(String name) {
      this.name = name;
    }

    @Override
    public void start() throws IOException {
      if (!canOpen) {
        throw new IOException("in use");
      }
      events.add(name + " starts");
    }

    @Override
    public void announceDrain() {
      events.add(name + " announces");
    }

    @Override
    public void stopAccepting() {
      events.add(name + " stops");
    }

    @Override
    public boolean awaitCalls(Duration limit) {
      if (waited.compareTo(endsAfter) >= 0) {
        return true;
      }
      waited = waited.plus(limit);
      pipeline.ticker.advance(limit);
      whenWaited.run();
      return waited.compareTo(endsAfter) >= 0;
    }

    @Override
    public void close() {
      events.add(name + " closes");
    }
  }
}
