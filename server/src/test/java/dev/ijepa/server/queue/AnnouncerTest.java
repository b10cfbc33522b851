package dev.ijepa.server.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.MoreExecutors;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.Test;

class AnnouncerTest {
  private final List<String> told = new ArrayList<>();

  @Test
  void itTellsInTheThreadThatKnowsWhereTheOthersHaveEnded() {
    ExecutorService ended = MoreExecutors.newDirectExecutorService();
    ended.shutdown();

    new Announcer(ended).tell(() -> told.add("heard"));

    assertThat(told).containsExactly("heard");
  }

  @Test
  void whatATellingThrowsConcernsNobodyElse() {
    Announcer announcer = new Announcer(Runnable::run);

    announcer.tell(
        () -> {
          throw new IllegalStateException("a handler's fault");
        });
    announcer.tell(() -> told.add("heard"));

    assertThat(told).containsExactly("heard");
  }
}
