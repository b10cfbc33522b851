package dev.ijepa.server.rest;

import dev.ijepa.models.image.ImageSource;
import dev.ijepa.server.features.FeatureQuery;
import dev.ijepa.server.features.FeatureResult;
import dev.ijepa.server.features.OutputSelection;
import dev.ijepa.server.http.HttpCall;
import dev.ijepa.server.http.HttpError;
import dev.ijepa.server.http.HttpErrorException;
import dev.ijepa.server.http.HttpReply;
import dev.ijepa.server.http.RouteHandler;
import dev.ijepa.server.session.Sessions;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Embeds the image that is the body. */
final class EmbedRoute implements RouteHandler {
  private static final String OUTPUT = "output";
  private static final String L2_NORMALIZE = "l2_normalize";
  private static final String NPY = "application/x-npy";

  private final Sessions sessions;

  @Inject
  EmbedRoute(Sessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public void handle(HttpCall call) throws HttpErrorException {
    call.query().requireOnly(Set.of(OUTPUT, L2_NORMALIZE));
    List<OutputSelection> outputs = outputs(call);
    boolean l2Normalize = call.query().flag(L2_NORMALIZE);
    boolean isNpy = call.header("Accept").filter(accepted -> accepted.contains(NPY)).isPresent();
    if (isNpy && outputs.size() > 1) {
      throw HttpError.of(400, "a file of " + NPY + " has one output; select one").asException();
    }
    byte[] image = call.body().bytes();
    call.open(sessions)
        .start(
            () ->
                FeatureQuery.embed(
                    call.path("model"),
                    new ImageSource.Encoded(ByteBuffer.wrap(image)),
                    outputs,
                    l2Normalize),
            image.length,
            results -> reply(results.get(0), isNpy));
  }

  private static List<OutputSelection> outputs(HttpCall call) throws HttpErrorException {
    List<OutputSelection> outputs = new ArrayList<>();
    for (String name : call.query().all(OUTPUT)) {
      outputs.add(OutputNames.selection(name));
    }
    return outputs;
  }

  private static HttpReply reply(FeatureResult result, boolean isNpy) {
    HttpReply reply =
        isNpy
            ? HttpReply.of(
                200,
                NPY,
                new Npy(result.outputs().get(0).shape(), result.outputs().get(0).values()))
            : HttpReply.json(ResultJson.embedding(result));
    return ResultHeaders.on(reply, result);
  }
}
