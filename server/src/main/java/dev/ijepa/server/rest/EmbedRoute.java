package dev.ijepa.server.rest;

import dev.ijepa.server.features.FeatureQuery;
import dev.ijepa.server.features.FeatureResult;
import dev.ijepa.server.features.FeatureResult.Feature;
import dev.ijepa.server.features.OutputSelection;
import dev.ijepa.server.http.HttpCall;
import dev.ijepa.server.http.HttpError;
import dev.ijepa.server.http.HttpErrorException;
import dev.ijepa.server.http.HttpReply;
import dev.ijepa.server.http.RouteHandler;
import dev.ijepa.server.session.SessionOptions;
import dev.ijepa.server.session.Sessions;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Embeds the image that is the body, or the images of a form. */
final class EmbedRoute implements RouteHandler {
  private static final String OUTPUT = "output";
  private static final String L2_NORMALIZE = "l2_normalize";
  private static final String NPY = "application/x-npy";

  private final Sessions sessions;
  private final int mostImages;

  @Inject
  EmbedRoute(Sessions sessions, SessionOptions options) {
    this.sessions = sessions;
    this.mostImages = options.maxImagesPerRequest;
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
    RequestImages images = RequestImages.of(call.body(), mostImages);
    Optional<List<String>> names = images.names();
    call.open(sessions)
        .start(
            () ->
                new FeatureQuery(
                    call.path("model"), images.sources(), outputs, l2Normalize, List.of()),
            call.body().bytes().length,
            results -> reply(names, results, isNpy));
  }

  private static List<OutputSelection> outputs(HttpCall call) throws HttpErrorException {
    List<OutputSelection> outputs = new ArrayList<>();
    for (String name : call.query().all(OUTPUT)) {
      outputs.add(OutputNames.selection(name));
    }
    return outputs;
  }

  private static HttpReply reply(
      Optional<List<String>> names, List<FeatureResult> results, boolean isNpy) {
    HttpReply reply = isNpy ? npy(names.isPresent(), results) : json(names, results);
    return ResultHeaders.on(reply, results);
  }

  private static HttpReply json(Optional<List<String>> names, List<FeatureResult> results) {
    return HttpReply.json(
        names.isEmpty()
            ? ResultJson.embedding(results.get(0))
            : ResultJson.embeddings(names.get(), results));
  }

  /** The results of a form have one more axis, the outermost. */
  private static HttpReply npy(boolean isForm, List<FeatureResult> results) {
    List<Feature> features = results.stream().map(result -> result.outputs().get(0)).toList();
    List<Long> shape = new ArrayList<>(features.get(0).shape());
    if (isForm) {
      shape.add(0, (long) features.size());
    }
    return HttpReply.of(200, NPY, new Npy(shape, features.stream().map(Feature::values).toList()));
  }
}
