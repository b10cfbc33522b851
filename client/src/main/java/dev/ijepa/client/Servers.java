package dev.ijepa.client;

import dev.ijepa.client.resolver.ServerWatch;
import java.util.concurrent.CompletableFuture;

/** Tells a client of its servers; there is none yet while its channel is made. */
final class Servers implements ServerWatch {
  private final CompletableFuture<IjepaClient> client = new CompletableFuture<>();

  void tell(IjepaClient made) {
    client.complete(made);
  }

  @Override
  public void lookingAgain() {
    var unused = client.thenAccept(IjepaClient::reconnect);
  }

  @Override
  public void serverAdded() {
    var unused = client.thenAccept(IjepaClient::serverAdded);
  }
}
