package dev.ijepa.server.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what is no HTTP, or more of it than is allowed, in the form of other errors. */
final class ProtocolErrors implements Request.Handler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Object status = request.getAttribute(ErrorHandler.ERROR_STATUS);
    Object message = request.getAttribute(ErrorHandler.ERROR_MESSAGE);
    HttpReply reply =
        ProblemJson.INSTANCE.reply(
            HttpError.of(
                status instanceof Integer code ? code : response.getStatus(),
                message instanceof String text ? text : "the request can't be handled"));
    response.setStatus(reply.status());
    reply.headers().forEach(response.getHeaders()::put);
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    ByteBuffer body = reply.body().next();
    response.write(true, body, callback);
    return true;
  }
}
