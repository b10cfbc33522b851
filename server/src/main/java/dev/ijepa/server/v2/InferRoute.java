package dev.ijepa.server.v2;

import com.google.common.base.Ticker;
import dev.ijepa.server.http.HttpCall;
import dev.ijepa.server.http.HttpErrorException;
import dev.ijepa.server.http.HttpReply;
import dev.ijepa.server.http.RouteHandler;
import dev.ijepa.server.inference.CountedPort;
import dev.ijepa.server.inference.Inference;
import dev.ijepa.server.inference.InferenceAnswer;
import dev.ijepa.server.inference.InferenceTranslator;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Priority;
import dev.ijepa.server.pipeline.PipelineOptions;
import dev.ijepa.server.session.Sessions;
import dev.ijepa.server.session.SingleCall;
import jakarta.inject.Inject;
import java.util.Set;

/** Answers requests for inferences. If one image fails, the request fails. */
final class InferRoute implements RouteHandler {
  private final InferenceTranslator translator;
  private final Sessions sessions;
  private final Ticker ticker;
  private final long mostImageBytes;

  @Inject
  InferRoute(
      InferenceTranslator translator, Sessions sessions, Ticker ticker, PipelineOptions options) {
    this.translator = translator;
    this.sessions = sessions;
    this.ticker = ticker;
    this.mostImageBytes = options.maxImageBytes.bytes();
  }

  @Override
  public void handle(HttpCall call) throws FailedException, HttpErrorException {
    call.query().requireOnly(Set.of());
    InferBody body =
        InferReader.read(
            call.path("model"),
            ModelRoutes.version(call),
            call.body(),
            call.header(InferBody.JSON_LENGTH),
            mostImageBytes);
    Inference inference = translator.translate(body.request());
    InferenceAnswer answer = inference.answer();
    BinaryOutputs binary = body.binary();
    SingleCall<HttpReply> single =
        sessions.openCall(
            new CountedPort<>(call.port(), answer),
            call.caller(),
            inference.priority().orElse(Priority.INTERACTIVE),
            inference.deadlineNanos(call.deadlineNanos(), ticker.read()));
    call.whenClosed(single::closed);
    single.start(
        inference::query,
        body.bytes(),
        results -> InferWriter.reply(answer.response(results), binary));
  }
}
