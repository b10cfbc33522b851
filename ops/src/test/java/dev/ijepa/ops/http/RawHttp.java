package dev.ijepa.ops.http;

import com.google.common.net.InetAddresses;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A connection to the HTTP port, on which a test sends bytes, whatever they are. */
public final class RawHttp implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 30_000;
  private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

  private final Socket socket = new Socket();

  RawHttp(int port) throws IOException {
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.connect(new InetSocketAddress("localhost", port));
  }

  /** A connection that takes in little at a time. */
  public RawHttp(int port, int receiveBufferBytes) throws IOException {
    socket.setReceiveBufferSize(receiveBufferBytes);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.connect(new InetSocketAddress("localhost", port));
  }

  /** A connection from another address of this machine. */
  RawHttp(int port, String address) throws IOException {
    socket.bind(new InetSocketAddress(InetAddresses.forString(address), 0));
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.connect(new InetSocketAddress(InetAddresses.forString("127.0.0.1"), port));
  }

  public RawHttp send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  public RawHttp send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /** The headers of a request that has a body. */
  public RawHttp sendHead(String path, String type, long length) throws IOException {
    return send(
        "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(path, type, length));
  }

  void halfClose() throws IOException {
    socket.shutdownOutput();
  }

  /** The next response: its head, and its body if it says how long that is. */
  String response() throws IOException {
    StringBuilder head = new StringBuilder();
    InputStream in = socket.getInputStream();
    int next;
    while (head.indexOf("\r\n\r\n") < 0 && (next = in.read()) >= 0) {
      head.append((char) next);
    }
    Matcher length = LENGTH.matcher(head);
    if (length.find()) {
      head.append(
          new String(in.readNBytes(Integer.parseInt(length.group(1))), StandardCharsets.UTF_8));
    }
    return head.toString();
  }

  /** Reads so many bytes of what the server sends. */
  public void read(int count) throws IOException {
    socket.getInputStream().readNBytes(count);
  }

  /** What else the server sends before it closes the connection. */
  public byte[] rest() throws IOException {
    return socket.getInputStream().readAllBytes();
  }

  /** Whether the server has closed the connection; what comes before that is thrown away. */
  boolean isClosed() {
    try {
      socket.getInputStream().transferTo(new ByteArrayOutputStream());
      return true;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
