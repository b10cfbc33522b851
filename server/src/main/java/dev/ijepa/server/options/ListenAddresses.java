package dev.ijepa.server.options;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The addresses that {@code --host} and a port stand for. */
public final class ListenAddresses {
  private static final int MAX_PORT = 65535;

  private ListenAddresses() {}

  /**
   * All addresses to listen on, at least one.
   *
   * <p>A name may have several: localhost is 127.0.0.1 and ::1, and a client may try either. Those
   * that this machine does not have are left out. A port of 0 takes the first only, as each address
   * would get another port.
   *
   * @param host a name or an address; empty for all addresses of this machine. If it is none, what
   *     is returned is unresolved, and can't be listened on. A {@link UnixSocket} has no ports:
   *     what needs one beside it listens on this machine alone
   */
  public static List<InetSocketAddress> of(String host, int port) {
    if (host.isEmpty()) {
      return List.of(new InetSocketAddress(port));
    }
    if (UnixSocket.of(host).isPresent()) {
      return of("localhost", port);
    }
    try {
      return of(InetAddress.getAllByName(host), port);
    } catch (UnknownHostException e) {
      return List.of(InetSocketAddress.createUnresolved(host, port));
    }
  }

  private static List<InetSocketAddress> of(InetAddress[] all, int port) {
    List<InetAddress> ours = Stream.of(all).filter(ListenAddresses::isOfThisMachine).toList();
    return (ours.isEmpty() ? Stream.of(all) : ours.stream())
        .limit(port == 0 ? 1 : all.length)
        .map(address -> new InetSocketAddress(address, port))
        .toList();
  }

  private static boolean isOfThisMachine(InetAddress address) {
    try {
      return address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return false;
    }
  }

  /**
   * Ports must be free now, and no two may be the same.
   *
   * @param ports by the option that names them
   */
  public static void requireFree(OptionErrors errors, String host, Map<String, Integer> ports) {
    Map<Integer, String> options = new HashMap<>();
    ports.forEach(
        (option, port) -> {
          String other = port == 0 ? null : options.putIfAbsent(port, option);
          if (other == null) {
            requireFree(errors, host, option, port);
          } else {
            errors.add(String.format(Locale.ROOT, "%s and %s are both %d", other, option, port));
          }
        });
  }

  /**
   * A port must be free now. A start that takes minutes shall not end with a port that is taken.
   *
   * @param option that names the port
   */
  static void requireFree(OptionErrors errors, String host, String option, int port) {
    if (port < 0 || port > MAX_PORT) {
      return; // Told already.
    }
    for (InetSocketAddress address : of(host, port)) {
      if (address.isUnresolved()) {
        errors.add("--host: '%s' is no address, and no name of one".formatted(host));
      } else {
        requireFree(errors, option, address);
      }
    }
  }

  private static void requireFree(OptionErrors errors, String option, InetSocketAddress address) {
    try (ServerSocket socket = new ServerSocket()) {
      // As the servers do: a port whose last connections are ending is free.
      socket.setReuseAddress(true);
      socket.bind(address);
    } catch (IOException e) {
      String place =
          address.getAddress().isAnyLocalAddress()
              ? ""
              : " on " + address.getAddress().getHostAddress();
      errors.add(
          String.format(
              Locale.ROOT,
              "%s %d%s can't be opened: %s",
              option,
              address.getPort(),
              place,
              e.getMessage()));
    }
  }
}
