package dev.ijepa.server.http;

import jakarta.inject.Inject;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Makes an exchange of each request that Jetty has read the headers of. */
final class ExchangeHandler extends Handler.Abstract {
  private final Router router;
  private final Exchanges exchanges;

  @Inject
  ExchangeHandler(Router router, Exchanges exchanges) {
    this.router = router;
    this.exchanges = exchanges;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    Router.Match match =
        router.find(
            request.getMethod(), Request.getPathInContext(request), type == null ? "" : type);
    new Exchange(request, response, callback, match, exchanges).begin();
    return true;
  }
}
