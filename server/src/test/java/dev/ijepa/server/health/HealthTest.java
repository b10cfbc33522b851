package dev.ijepa.server.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.server.FakeModel;
import dev.ijepa.server.FakeTicker;
import dev.ijepa.server.batching.FakeScheduler;
import dev.ijepa.server.batching.RunningBatch;
import dev.ijepa.server.catalog.ModelCatalog;
import dev.ijepa.server.catalog.ServedModel;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthTest {
  private static final Duration EXPECTED = Duration.ofMillis(10);

  private final FakeTicker ticker = new FakeTicker();
  private final FakeScheduler scheduler = new FakeScheduler();
  private final FakeScheduler otherScheduler = new FakeScheduler();
  private final FakeModel loaded = new FakeModel();
  private final ServedModel model = model("mine", scheduler);
  private final ModelCatalog catalog =
      new ModelCatalog(List.of(model, model("other", otherScheduler)));
  private final ServerHealth health = new ServerHealth(catalog);
  private final HealthOptions options = new HealthOptions();
  private final List<String> exits = new ArrayList<>();
  private final Watchdog watchdog = new Watchdog(catalog, health, options, exits::add, ticker);
  private final CanaryCheck canaries = new CanaryCheck(catalog, health, ticker);
  private final List<Boolean> told = new ArrayList<>();

  @BeforeEach
  void listen() {
    health.onChange(told::add);
  }

  @Test
  void aListenerHearsHowItIsAndWhenItChanges() {
    assertThat(told).containsExactly(true);

    health.report(model, Fault.HANGS, "one");
    health.report(model, Fault.HANGS, "the same");
    health.clear(model, Fault.HANGS);

    assertThat(told).containsExactly(true, false, true);
  }

  @Test
  void nothingIsToldUnderALock() {
    List<String> underALock = new ArrayList<>();
    FakeScheduler asking =
        new FakeScheduler() {
          @Override
          public void suspend(Failure failure) {
            note("suspend");
          }

          @Override
          public void resume() {
            note("resume");
          }

          private void note(String call) {
            if (!othersGetTheirAnswers()) {
              underALock.add(call);
            }
          }
        };
    ServedModel another = model("mine", asking);
    catalog.replace(another);
    health.onChange(
        now -> {
          if (!othersGetTheirAnswers()) {
            underALock.add("listener");
          }
        });

    health.report(another, Fault.HANGS, "it hangs");
    health.clear(another, Fault.HANGS);

    assertThat(underALock).isEmpty();
    assertThat(told).containsExactly(true, false, true);
  }

  @Test
  void aListenerMayReportWhatItSeesAndAllHearItInTheSameOrder() {
    List<Boolean> toldLater = new ArrayList<>();
    health.onChange(
        now -> {
          if (!now) {
            health.clear(model, Fault.HANGS);
          }
        });
    health.onChange(toldLater::add);

    health.report(model, Fault.HANGS, "it hangs");

    assertThat(told).containsExactly(true, false, true);
    assertThat(toldLater).containsExactly(true, false, true);
    assertThat(scheduler.suspended).isEmpty();
  }

  @Test
  void aModelIsTakenUpAgainOnlyWhenNoFaultIsLeft() {
    health.report(model, Fault.HANGS, "it hangs");
    health.report(model, Fault.WRONG_RESULTS, "it is wrong");

    health.clear(model, Fault.HANGS);
    assertThat(scheduler.suspended).isPresent();
    assertThat(health.isHealthy()).isFalse();

    health.clear(model, Fault.WRONG_RESULTS);
    assertThat(scheduler.suspended).isEmpty();
    assertThat(health.isHealthy()).isTrue();
  }

  @Test
  void onlyTheModelWithTheFaultIsSuspended() {
    health.report(model, Fault.HANGS, "it hangs");

    assertThat(scheduler.suspended)
        .hasValueSatisfying(
            failure -> {
              assertThat(failure.reason()).isEqualTo(Reason.SERVER_NOT_SERVING);
              assertThat(failure.message()).contains("mine").contains("it hangs");
              assertThat(failure.retryAfter()).isPresent();
            });
    assertThat(otherScheduler.suspended).isEmpty();
  }

  @Test
  void aBatchThatTakesFarLongerThanExpectedIsAHang() {
    runs();
    ticker.advance(Duration.ofSeconds(3));
    watchdog.check();
    assertThat(health.isHealthy()).as("machines pause").isTrue();

    ticker.advance(Duration.ofMillis(1));
    watchdog.check();

    assertThat(health.isHealthy()).isFalse();
    assertThat(exits).isEmpty();
  }

  @Test
  void aModelWhoseBatchesAreSlowIsGivenMoreTime() {
    scheduler.running = List.of(new RunningBatch(List.of(), ticker.read(), Duration.ofSeconds(2)));
    ticker.advance(Duration.ofSeconds(20));
    watchdog.check();
    assertThat(health.isHealthy()).isTrue();

    ticker.advance(Duration.ofMillis(1));
    watchdog.check();

    assertThat(health.isHealthy()).isFalse();
  }

  @Test
  void aBatchThatComesBackAfterAllMakesTheModelWellAgain() {
    runs();
    ticker.advance(Duration.ofSeconds(10));
    watchdog.check();

    scheduler.running = List.of();
    watchdog.check();

    assertThat(told).containsExactly(true, false, true);
    assertThat(scheduler.suspended).isEmpty();
  }

  @Test
  void aBatchThatHangsForLongEndsTheProcess() {
    runs();
    ticker.advance(options.hangExit);
    watchdog.check();
    assertThat(exits).isEmpty();

    ticker.advance(Duration.ofMillis(1));
    watchdog.check();

    assertThat(exits).singleElement().asString().contains("60,001 ms");
  }

  @Test
  void aProcessThatIsToStayStays() {
    options.hangExit = Duration.ZERO;
    runs();
    ticker.advance(Duration.ofHours(1));

    watchdog.check();

    assertThat(exits).isEmpty();
  }

  @Test
  void aCanaryThatSingsAnotherSongIsAFaultUntilItSingsItsOwn() {
    canaries.check();
    assertThat(health.isHealthy()).isTrue();

    loaded.compute(3, 4.2f);
    canaries.check();
    assertThat(health.isHealthy()).isFalse();
    assertThat(scheduler.suspended.orElseThrow().message()).contains("4.0e-02 off");

    loaded.compute(3, 4.0001f);
    canaries.check();
    assertThat(health.isHealthy()).isTrue();
  }

  @Test
  void aCanaryThatIsNotANumberOrCanNotBeComputedIsAFault() {
    loaded.compute(3, Float.NaN);
    canaries.check();
    assertThat(health.isHealthy()).isFalse();

    loaded.compute();
    canaries.check();
    assertThat(health.isHealthy()).isFalse();
  }

  @Test
  void aCanaryThatIsWrongOnAllCoresAloneIsAFaultToo() {
    loaded.computeAlone(4, 3);

    canaries.check();

    assertThat(health.isHealthy()).isFalse();

    loaded.computeAlone(3, 4);
    canaries.check();
    assertThat(health.isHealthy()).isTrue();
  }

  @Test
  void theCanaryOfABusyModelTakesAHundredthOfItsTimeAtMost() {
    runs();
    canaries.check();
    loaded.compute(0, 0);

    ticker.advance(EXPECTED.multipliedBy(99));
    canaries.check();
    assertThat(scheduler.suspended).isEmpty();

    ticker.advance(EXPECTED);
    canaries.check();
    assertThat(scheduler.suspended).isPresent();
  }

  @Test
  void aVersionThatWasReplacedMattersNoMore() {
    health.report(model, Fault.WRONG_RESULTS, "it is wrong");

    catalog.replace(model("mine", new FakeScheduler()));
    canaries.check();

    assertThat(told).containsExactly(true, false, true);
  }

  @Test
  void aBatchThatHangsInAVersionThatWasReplacedIsAnswered() {
    runs();
    catalog.replace(model("mine", new FakeScheduler()));
    ticker.advance(options.hangAfter.plusMillis(1));

    watchdog.check();

    assertThat(scheduler.suspended).isPresent();
    assertThat(health.isHealthy()).isTrue();
    assertThat(exits).isEmpty();

    ticker.advance(options.hangExit);
    watchdog.check();
    assertThat(exits).hasSize(1);
  }

  private void runs() {
    scheduler.running = List.of(new RunningBatch(List.of(), ticker.read(), EXPECTED));
  }

  private ServedModel model(String name, FakeScheduler scheduler) {
    return loaded.served(name, scheduler);
  }

  /** Whether another thread that asks for the health gets its answer while this one waits. */
  private boolean othersGetTheirAnswers() {
    try {
      CompletableFuture.supplyAsync(health::isHealthy).get(5, TimeUnit.SECONDS);
      return true;
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      return false;
    }
  }
}
