package dev.ijepa.server.identity;

import java.net.SocketAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which calls are of the same caller. */
public enum CallerRule {
  /** Calls from the same remote address. */
  ADDRESS,

  /** All calls: for servers whose clients come through proxies, of which addresses tell nothing. */
  ONE;

  /** The caller at the other end of a connection. */
  public Caller at(@Nullable SocketAddress remote) {
    return this == ONE ? Caller.ALL : Caller.at(remote);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
