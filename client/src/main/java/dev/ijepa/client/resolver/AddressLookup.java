package dev.ijepa.client.resolver;

import io.grpc.Attributes;
import io.grpc.EquivalentAddressGroup;
import io.grpc.ProxiedSocketAddress;
import io.grpc.ProxyDetector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.stream.Stream;

/** Looks a name up. */
final class AddressLookup {
  /** The addresses of a host. Replaced in tests. */
  @FunctionalInterface
  interface Hosts {
    /**
     * All addresses.
     *
     * @throws IOException if it has none, or cannot be looked up now
     */
    InetAddress[] addresses(String host) throws IOException;
  }

  private final Hosts hosts;
  private final ProxyDetector proxies;
  private final int defaultPort;

  AddressLookup(Hosts hosts, ProxyDetector proxies, int defaultPort) {
    this.hosts = hosts;
    this.proxies = proxies;
    this.defaultPort = defaultPort;
  }

  /**
   * The servers of a name, one for each address. Blocks.
   *
   * @throws IOException if there is none now
   */
  List<EquivalentAddressGroup> servers(ServerName name) throws IOException {
    int port = name.port().orElse(defaultPort);
    // With a proxy for HTTP CONNECT, the proxy looks the name up.
    ProxiedSocketAddress proxied =
        proxies.proxyFor(InetSocketAddress.createUnresolved(name.host(), port));
    Stream<SocketAddress> addresses =
        proxied != null
            ? Stream.of(proxied)
            : Stream.of(hosts.addresses(name.host()))
                .map(address -> new InetSocketAddress(address, port));
    Attributes attributes =
        Attributes.newBuilder()
            .set(EquivalentAddressGroup.ATTR_AUTHORITY_OVERRIDE, name.authority())
            .build();
    return addresses.map(address -> new EquivalentAddressGroup(address, attributes)).toList();
  }
}
