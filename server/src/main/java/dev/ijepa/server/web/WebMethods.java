package dev.ijepa.server.web;

import dev.ijepa.server.contract.ModelMessages;
import dev.ijepa.server.contract.UnaryRequest;
import dev.ijepa.server.guard.MessageLimits;
import dev.ijepa.server.pipeline.PipelineOptions;
import dev.ijepa.server.session.Sessions;
import dev.ijepa.v1.ClassifyImageRequest;
import dev.ijepa.v1.EmbedImageRequest;
import dev.ijepa.v1.GetModelRequest;
import dev.ijepa.v1.ListModelsRequest;
import jakarta.inject.Inject;
import java.util.List;

/** The unary methods of {@code ijepa.v1}, with the limits that they have over gRPC. */
final class WebMethods {
  private static final String FEATURES = "/ijepa.v1.FeatureService/";
  private static final String MODELS = "/ijepa.v1.ModelService/";

  /** How many there are. */
  static final int COUNT = 4;

  private final List<WebMethod<?>> methods;

  @Inject
  WebMethods(Sessions sessions, ModelMessages models, PipelineOptions options) {
    MessageLimits image = MessageLimits.image(options.messageBytes());
    this.methods =
        List.of(
            WebMethod.ofImages(
                FEATURES + "EmbedImage",
                EmbedImageRequest.getDefaultInstance(),
                image,
                sessions,
                UnaryRequest::of),
            WebMethod.ofImages(
                FEATURES + "ClassifyImage",
                ClassifyImageRequest.getDefaultInstance(),
                image,
                sessions,
                UnaryRequest::of),
            WebMethod.ofNames(
                MODELS + "ListModels",
                ListModelsRequest.getDefaultInstance(),
                request -> models.list()),
            WebMethod.ofNames(
                MODELS + "GetModel",
                GetModelRequest.getDefaultInstance(),
                request -> models.get(request.getName())));
  }

  /** One of them, by its place. */
  WebMethod<?> get(int index) {
    return methods.get(index);
  }
}
