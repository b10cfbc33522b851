package dev.ijepa.server.web;

import com.google.protobuf.Message;
import dev.ijepa.server.guard.Charge;
import dev.ijepa.server.http.HttpCall;
import dev.ijepa.server.http.HttpErrorException;
import dev.ijepa.server.http.HttpReply;
import dev.ijepa.server.http.RouteHandler;
import dev.ijepa.server.item.FailedException;
import java.util.Set;

/** Serves a method by gRPC-Web. */
final class GrpcWebRoute<Q extends Message> implements RouteHandler {
  private static final int OK = 200;

  private final WebMethod<Q> method;
  private final GrpcWebBody form;

  GrpcWebRoute(WebMethod<Q> method, GrpcWebBody form) {
    this.method = method;
    this.form = form;
  }

  @Override
  public void handle(HttpCall call) throws FailedException, HttpErrorException {
    call.query().requireOnly(Set.of());
    Codec codec = Codec.of(call.body().contentType());
    Charge charge = call.body().charge();
    byte[] message = GrpcWebFrames.message(form.decode(call.body().bytes(), charge), charge);
    method
        .handler()
        .handle(codec.read(method, message, charge), call, answer -> reply(codec, answer));
  }

  private HttpReply reply(Codec codec, Message answer) {
    byte[] frames = GrpcWebFrames.response(codec.write(answer));
    return HttpReply.of(OK, form.type(codec), form.encode(frames));
  }
}
