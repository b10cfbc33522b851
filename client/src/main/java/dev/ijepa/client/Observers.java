package dev.ijepa.client;

import io.grpc.ManagedChannelBuilder;
import java.util.List;
import java.util.function.Consumer;

/** Several observers as one. */
record Observers(List<ClientObserver> all) implements ClientObserver {
  @Override
  public void configure(ManagedChannelBuilder<?> channel) {
    tell(observer -> observer.configure(channel));
  }

  @Override
  public void taken() {
    tell(ClientObserver::taken);
  }

  @Override
  public void sentAgain() {
    tell(ClientObserver::sentAgain);
  }

  @Override
  public void answered() {
    tell(ClientObserver::answered);
  }

  @Override
  public void failed(IjepaException error) {
    tell(observer -> observer.failed(error));
  }

  @Override
  public void givenUp() {
    tell(ClientObserver::givenUp);
  }

  private void tell(Consumer<ClientObserver> news) {
    all.forEach(news);
  }
}
