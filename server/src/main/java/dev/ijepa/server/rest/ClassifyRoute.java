package dev.ijepa.server.rest;

import dev.ijepa.server.features.FeatureQuery;
import dev.ijepa.server.features.FeatureResult;
import dev.ijepa.server.features.HeadSelection;
import dev.ijepa.server.http.HttpCall;
import dev.ijepa.server.http.HttpError;
import dev.ijepa.server.http.HttpErrorException;
import dev.ijepa.server.http.HttpReply;
import dev.ijepa.server.http.RouteHandler;
import dev.ijepa.server.session.SessionOptions;
import dev.ijepa.server.session.Sessions;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Classifies the image that is the body, or the images of a form. */
final class ClassifyRoute implements RouteHandler {
  private static final String TOP_K = "top_k";
  private static final String HEAD = "head";

  private final Sessions sessions;
  private final int mostImages;

  @Inject
  ClassifyRoute(Sessions sessions, SessionOptions options) {
    this.sessions = sessions;
    this.mostImages = options.maxImagesPerRequest;
  }

  @Override
  public void handle(HttpCall call) throws HttpErrorException {
    call.query().requireOnly(Set.of(TOP_K, HEAD));
    HeadSelection head = new HeadSelection(call.query().one(HEAD).orElse(""), topK(call));
    RequestImages images = RequestImages.of(call.body(), mostImages);
    Optional<List<String>> names = images.names();
    call.open(sessions)
        .start(
            () ->
                new FeatureQuery(
                    call.path("model"), images.sources(), List.of(), false, List.of(head)),
            call.body().bytes().length,
            results -> reply(names, results));
  }

  private static HttpReply reply(Optional<List<String>> names, List<FeatureResult> results) {
    HttpReply reply =
        HttpReply.json(
            names.isEmpty()
                ? ResultJson.classification(results.get(0))
                : ResultJson.classifications(names.get(), results));
    return ResultHeaders.on(reply, results);
  }

  private static OptionalLong topK(HttpCall call) throws HttpErrorException {
    Optional<String> value = call.query().one(TOP_K);
    if (value.isEmpty()) {
      return OptionalLong.empty();
    }
    if (!value.get().matches("[0-9]{1,9}")) {
      throw HttpError.of(400, "top_k must be a number from 0, which means all classes")
          .asException();
    }
    return OptionalLong.of(Long.parseLong(value.get()));
  }
}
