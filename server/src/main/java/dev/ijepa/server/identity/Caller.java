package dev.ijepa.server.identity;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Who calls. Without authentication that is a remote address: of IPv6 its first 64 bits, because
 * one host has all addresses of its network.
 *
 * @param name the same for all calls of one caller
 */
public record Caller(String name) {
  /** Everybody whose address is unknown, or who calls through a socket of this machine. */
  public static final Caller LOCAL = new Caller("local");

  /** Everybody, if all calls are of one caller. */
  public static final Caller ALL = new Caller("all");

  private static final int IPV6_BYTES = 16;
  private static final int IPV6_NETWORK_BYTES = 8;

  /** The caller at the other end of a connection. */
  public static Caller at(@Nullable SocketAddress remote) {
    return remote instanceof InetSocketAddress internet && internet.getAddress() != null
        ? new Caller(name(internet.getAddress()))
        : LOCAL;
  }

  private static String name(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == IPV6_BYTES
        ? HexFormat.of().formatHex(bytes, 0, IPV6_NETWORK_BYTES) + "/64"
        : address.getHostAddress();
  }
}
