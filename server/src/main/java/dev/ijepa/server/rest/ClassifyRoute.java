package dev.ijepa.server.rest;

import dev.ijepa.models.image.ImageSource;
import dev.ijepa.server.features.FeatureQuery;
import dev.ijepa.server.features.FeatureResult;
import dev.ijepa.server.features.HeadSelection;
import dev.ijepa.server.http.HttpCall;
import dev.ijepa.server.http.HttpError;
import dev.ijepa.server.http.HttpErrorException;
import dev.ijepa.server.http.HttpReply;
import dev.ijepa.server.http.RouteHandler;
import dev.ijepa.server.session.Sessions;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Classifies the image that is the body. */
final class ClassifyRoute implements RouteHandler {
  private static final String TOP_K = "top_k";
  private static final String HEAD = "head";

  private final Sessions sessions;

  @Inject
  ClassifyRoute(Sessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public void handle(HttpCall call) throws HttpErrorException {
    call.query().requireOnly(Set.of(TOP_K, HEAD));
    HeadSelection head = new HeadSelection(call.query().one(HEAD).orElse(""), topK(call));
    byte[] image = call.body().bytes();
    call.open(sessions)
        .start(
            () ->
                FeatureQuery.classify(
                    call.path("model"), new ImageSource.Encoded(ByteBuffer.wrap(image)), head),
            image.length,
            results -> reply(results.get(0)));
  }

  private static HttpReply reply(FeatureResult result) {
    return ResultHeaders.on(HttpReply.json(ResultJson.classification(result)), result);
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
