package dev.ijepa.server.web;

import com.google.protobuf.Message;
import dev.ijepa.server.contract.UnaryRequest;
import dev.ijepa.server.features.FeatureResult;
import dev.ijepa.server.guard.MessageLimits;
import dev.ijepa.server.http.HttpCall;
import dev.ijepa.server.http.HttpReply;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.session.Sessions;
import java.util.function.Function;

/**
 * A unary method of the contract.
 *
 * @param path of its requests: {@code /package.Service/Method}
 * @param prototype of its requests
 * @param limits of its requests
 * @param isOfImages whether it is refused at its headers if no model could answer in time
 * @param handler answers
 */
record WebMethod<Q extends Message>(
    String path, Q prototype, MessageLimits limits, boolean isOfImages, Handler<Q> handler) {

  /** Answers the requests of a method. */
  @FunctionalInterface
  interface Handler<Q> {
    /**
     * Answers a request, at once or later, by the port of the call.
     *
     * @param reply writes an answer as the client's protocol has it
     * @throws FailedException if the request is at fault
     */
    void handle(Q request, HttpCall call, Function<Message, HttpReply> reply)
        throws FailedException;
  }

  /** Answers a request at once. */
  @FunctionalInterface
  interface Answer<Q, A> {
    A to(Q request) throws FailedException;
  }

  /** A method whose requests have an image. */
  static <Q extends Message, A extends Message> WebMethod<Q> ofImages(
      String path,
      Q prototype,
      MessageLimits limits,
      Sessions sessions,
      Function<Q, UnaryRequest<A>> translation) {
    return new WebMethod<>(
        path,
        prototype,
        limits,
        true,
        (request, call, reply) -> {
          UnaryRequest<A> unary = translation.apply(request);
          Function<FeatureResult, A> response = unary.response();
          call.open(sessions)
              .start(
                  unary.query(),
                  unary.bytes(),
                  results -> reply.apply(response.apply(results.get(0))));
        });
  }

  /** A method whose requests are names, and which is answered at once. */
  static <Q extends Message, A extends Message> WebMethod<Q> ofNames(
      String path, Q prototype, Answer<Q, A> answer) {
    return new WebMethod<>(
        path,
        prototype,
        MessageLimits.SMALL_OF_OURS,
        false,
        (request, call, reply) -> call.port().send(reply.apply(answer.to(request))));
  }
}
