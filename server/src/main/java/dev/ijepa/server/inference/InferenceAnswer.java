package dev.ijepa.server.inference;

import com.google.common.base.Ticker;
import dev.ijepa.server.features.FeatureResult;
import java.util.List;

/** Writes the response to one request, and counts it. */
public final class InferenceAnswer {
  private final String id;
  private final List<OutputWriter> writers;
  private final ModelCounts counts;
  private final Ticker ticker;
  private final long beganNanos;

  InferenceAnswer(
      String id, List<OutputWriter> writers, ModelCounts counts, Ticker ticker, long beganNanos) {
    this.id = id;
    this.writers = writers;
    this.counts = counts;
    this.ticker = ticker;
    this.beganNanos = beganNanos;
  }

  /**
   * The response. Called once, unless {@link #failed} is.
   *
   * @param results one for each image, in their order
   */
  public InferResponse response(List<FeatureResult> results) {
    long computedNanos = ticker.read();
    List<OutputTensor> outputs = writers.stream().map(writer -> writer.write(results)).toList();
    long now = ticker.read();
    counts.succeeded(results, now - beganNanos, now - computedNanos);
    return new InferResponse(id, results.get(0).model(), outputs);
  }

  /** The request failed. */
  public void failed() {
    counts.failed(ticker.read() - beganNanos);
  }
}
