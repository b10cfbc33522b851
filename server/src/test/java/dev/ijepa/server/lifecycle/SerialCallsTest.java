package dev.ijepa.server.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SerialCallsTest {
  private final SerialCalls calls = new SerialCalls();
  private final List<String> made = Collections.synchronizedList(new ArrayList<>());

  @Test
  void callsAreMadeInTheOrderInWhichTheyWereAddedAndOnlyWhenTheyAreRun() {
    calls.add(() -> made.add("first"));
    calls.add(() -> made.add("second"));
    assertThat(made).isEmpty();

    calls.run();
    calls.run();

    assertThat(made).containsExactly("first", "second");
  }

  @Test
  void aCallThatACallAddsComesAfterThoseThatWait() {
    calls.add(
        () -> {
          calls.add(() -> made.add("added"));
          calls.run();
          made.add("first");
        });
    calls.add(() -> made.add("second"));

    calls.run();

    assertThat(made).containsExactly("first", "second", "added");
  }

  @Test
  void aCallThatThrowsDoesNotKeepTheOthersFromBeingMade() {
    calls.add(
        () -> {
          throw new LinkageError("the call's fault");
        });
    calls.add(() -> made.add("second"));

    calls.run();

    assertThat(made).containsExactly("second");
  }

  @Test
  void theThreadThatMakesCallsMakesThoseOfOthersTooSoThatNobodyWaits() throws Exception {
    CountDownLatch inFirst = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    calls.add(
        () -> {
          inFirst.countDown();
          try {
            mayEnd.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          made.add("first");
        });
    CompletableFuture<Void> other = CompletableFuture.runAsync(calls::run);
    inFirst.await();

    calls.add(() -> made.add("second"));
    calls.run();
    assertThat(made).as("the first is being made still").isEmpty();

    mayEnd.countDown();
    other.get();
    assertThat(made).containsExactly("first", "second");
  }
}
