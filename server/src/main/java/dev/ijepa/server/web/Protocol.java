package dev.ijepa.server.web;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.Message;
import dev.ijepa.server.http.BodyRule;
import dev.ijepa.server.http.ErrorFormat;
import dev.ijepa.server.http.Route;
import dev.ijepa.server.http.RouteHandler;

/** How unary calls are carried by HTTP. A request says which one it is by its Content-Type. */
enum Protocol {
  /** Connect: the message is the body. Source: connectrpc.com/docs/protocol. */
  CONNECT(ImmutableList.of("application/proto", "application/json")) {
    @Override
    ErrorFormat errors() {
      return new ConnectErrors();
    }

    @Override
    <Q extends Message> RouteHandler handler(WebMethod<Q> method) {
      return new ConnectRoute<>(method);
    }
  },

  /** gRPC-Web: the message is in a frame. Source: gRPC's doc/PROTOCOL-WEB.md. */
  GRPC_WEB(
      ImmutableList.of(
          "application/grpc-web", "application/grpc-web+proto", "application/grpc-web+json")) {
    @Override
    ErrorFormat errors() {
      return new GrpcWebErrors(GrpcWebBody.BINARY);
    }

    @Override
    <Q extends Message> RouteHandler handler(WebMethod<Q> method) {
      return new GrpcWebRoute<>(method, GrpcWebBody.BINARY);
    }
  },

  /** The same in base64, for browsers' older interfaces. */
  GRPC_WEB_TEXT(ImmutableList.of("application/grpc-web-text", "application/grpc-web-text+proto")) {
    @Override
    ErrorFormat errors() {
      return new GrpcWebErrors(GrpcWebBody.TEXT);
    }

    @Override
    <Q extends Message> RouteHandler handler(WebMethod<Q> method) {
      return new GrpcWebRoute<>(method, GrpcWebBody.TEXT);
    }
  };

  /** What a body may have beside its message: a frame's header, JSON around an image. */
  private static final int AROUND_MESSAGE = 32 << 10;

  private final ImmutableList<String> types;

  Protocol(ImmutableList<String> types) {
    this.types = types;
  }

  abstract ErrorFormat errors();

  abstract <Q extends Message> RouteHandler handler(WebMethod<Q> method);

  /** Serves a method by this protocol. */
  Route route(WebMethod<?> method) {
    BodyRule body =
        new BodyRule(bodyBytes(method.limits().bytes()), types, method.isOfImages(), true);
    return Route.post(method.path(), body, errors(), handler(method));
  }

  /** A message may come in base64, of which four characters are three bytes. */
  private static int bodyBytes(int messageBytes) {
    return (int) Math.min(Integer.MAX_VALUE, messageBytes / 3L * 4 + AROUND_MESSAGE);
  }
}
