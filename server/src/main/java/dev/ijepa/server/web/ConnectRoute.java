package dev.ijepa.server.web;

import com.google.protobuf.Message;
import dev.ijepa.server.http.HttpCall;
import dev.ijepa.server.http.HttpErrorException;
import dev.ijepa.server.http.HttpReply;
import dev.ijepa.server.http.RouteHandler;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure.Reason;
import java.util.Set;

/** Serves a method by Connect's protocol. */
final class ConnectRoute<Q extends Message> implements RouteHandler {
  private static final String VERSION_HEADER = "Connect-Protocol-Version";
  private static final String VERSION = "1";
  private static final int OK = 200;

  private final WebMethod<Q> method;

  ConnectRoute(WebMethod<Q> method) {
    this.method = method;
  }

  @Override
  public void handle(HttpCall call) throws FailedException, HttpErrorException {
    call.query().requireOnly(Set.of());
    if (!call.header(VERSION_HEADER).orElse(VERSION).equals(VERSION)) {
      throw new FailedException(
          Reason.REQUEST_INVALID, "the header " + VERSION_HEADER + " must be " + VERSION);
    }
    Codec codec = Codec.of(call.body().contentType());
    Q request = codec.read(method, call.body().bytes(), call.body().charge());
    method.handler().handle(request, call, answer -> reply(codec, answer));
  }

  private static HttpReply reply(Codec codec, Message answer) {
    return HttpReply.of(OK, "application/" + codec.subtype(), codec.write(answer));
  }
}
