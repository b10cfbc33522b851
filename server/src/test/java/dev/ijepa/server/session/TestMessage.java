package dev.ijepa.server.session;

import static java.util.stream.Collectors.joining;

import dev.ijepa.server.features.FeatureQuery;
import dev.ijepa.server.features.FeatureResult;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.item.Priority;
import dev.ijepa.server.pipeline.TestPipeline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A message of a test's stream; its response is a line of text. */
record TestMessage(
    String requestId,
    Optional<StreamTerms> terms,
    Optional<Duration> time,
    boolean isValid,
    int images)
    implements StreamMessage<String> {
  static final int BYTES = 100;

  /** The name of an item whose response can't be encoded. */
  static final String NOT_ENCODABLE = "not encodable";

  static TestMessage of(String id) {
    return new TestMessage(id, Optional.empty(), Optional.empty(), true, 1);
  }

  static TestMessage invalid(String id) {
    return new TestMessage(id, Optional.empty(), Optional.empty(), false, 1);
  }

  TestMessage inRequestOrder() {
    return new TestMessage(
        requestId, Optional.of(new StreamTerms(true, Priority.BATCH)), time, isValid, images);
  }

  TestMessage within(Duration timeout) {
    return new TestMessage(requestId, terms, Optional.of(timeout), isValid, images);
  }

  TestMessage ofImages(int count) {
    return new TestMessage(requestId, terms, time, isValid, count);
  }

  @Override
  public long bytes() {
    return BYTES;
  }

  @Override
  public AnswerWriter<String> answers() {
    return new AnswerWriter<>() {
      @Override
      public String results(String id, List<FeatureResult> results) {
        if (id.equals(NOT_ENCODABLE)) {
          throw new IllegalStateException("the test wants it so");
        }
        return id
            + "="
            + results.stream()
                .map(result -> String.valueOf(result.outputs().get(0).values()[0]))
                .collect(joining(","));
      }

      @Override
      public String failure(String id, Failure failure) {
        return id + " " + failure.reason();
      }
    };
  }

  @Override
  public Optional<StreamTerms> streamTerms() {
    return terms;
  }

  @Override
  public Optional<Duration> timeout() {
    return time;
  }

  @Override
  public FeatureQuery query() throws FailedException {
    if (!isValid) {
      throw new FailedException(Reason.REQUEST_INVALID, "the test wants it so");
    }
    return TestPipeline.query(images);
  }
}
