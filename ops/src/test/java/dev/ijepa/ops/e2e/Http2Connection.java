package dev.ijepa.ops.e2e;

import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Exception;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * An HTTP/2 connection by hand, for what no proper gRPC client does. Source: RFC 9113 (frames), RFC
 * 7541 (headers).
 */
final class Http2Connection implements AutoCloseable {
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  private static final int FRAME_BYTES = 16_384;
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GOAWAY = 7;
  private static final int WINDOW_UPDATE = 8;
  private static final int INITIAL_WINDOW_SIZE = 4;
  private static final int DEFAULT_WINDOW = 65_535;
  private static final int ATTEMPTS = 600;
  private static final int ATTEMPT_MILLIS = 50;
  private static final int END_STREAM = 1;
  private static final int ACK = 1;
  private static final int END_HEADERS = 4;

  private final Socket socket;
  private final DataOutputStream out;
  private final Semaphore window = new Semaphore(DEFAULT_WINDOW);
  private final Map<Integer, CompletableFuture<String>> ends = new ConcurrentHashMap<>();
  private final Map<Integer, Semaphore> windows = new ConcurrentHashMap<>();
  private final CompletableFuture<Integer> initialWindow = new CompletableFuture<>();
  private final CompletableFuture<Void> goingAway = new CompletableFuture<>();
  private final CompletableFuture<Void> disconnected = new CompletableFuture<>();
  private int nextStream = 1;

  Http2Connection(int port) throws IOException {
    socket = new Socket("localhost", port);
    out = new DataOutputStream(socket.getOutputStream());
    out.write(PREFACE.getBytes(StandardCharsets.US_ASCII));
    frame(SETTINGS, 0, 0, new byte[0]);
    Thread reader = new Thread(this::read, "http2-reader");
    reader.setDaemon(true);
    reader.start();
  }

  /** Frames a message as gRPC does: not compressed, and its length. */
  static byte[] message(byte[] bytes) {
    return ByteBuffer.allocate(5 + bytes.length)
        .put((byte) 0)
        .putInt(bytes.length)
        .put(bytes)
        .array();
  }

  /**
   * Begins a call; returns its number.
   *
   * @param more headers: names and values in turns
   */
  int open(String method, String... more) throws IOException {
    int stream = nextStream;
    nextStream += 2;
    ends.put(stream, new CompletableFuture<>());
    windows.put(stream, new Semaphore(initialWindow.orTimeout(30, TimeUnit.SECONDS).join()));
    ByteArrayOutputStream headers = new ByteArrayOutputStream();
    headers.write(0x83); // :method POST
    headers.write(0x86); // :scheme http
    headers.write(0x04); // :path
    string(headers, "/" + method);
    headers.write(0x01); // :authority
    string(headers, "localhost");
    header(headers, "content-type", "application/grpc");
    header(headers, "te", "trailers");
    for (int i = 0; i < more.length; i += 2) {
      header(headers, more[i], more[i + 1]);
    }
    frame(HEADERS, END_HEADERS, stream, headers.toByteArray());
    return stream;
  }

  /** Sends bytes of a call, as far as the windows allow and until the call is over. */
  void send(int stream, byte[] bytes) throws IOException, InterruptedException {
    for (int start = 0; start < bytes.length; start += FRAME_BYTES) {
      int length = Math.min(FRAME_BYTES, bytes.length - start);
      if (!acquire(windows.get(stream), length, stream) || !acquire(window, length, stream)) {
        return;
      }
      byte[] part = new byte[length];
      System.arraycopy(bytes, start, part, 0, length);
      frame(DATA, 0, stream, part);
    }
  }

  /** Waits for room in a window; false if the call is over first. */
  private boolean acquire(Semaphore window, int bytes, int stream) throws InterruptedException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (window.tryAcquire(bytes, ATTEMPT_MILLIS, TimeUnit.MILLISECONDS)) {
        return true;
      }
      if (end(stream).isDone()) {
        return false;
      }
    }
    throw new AssertionError("the server takes no more bytes");
  }

  /** Sends bytes of a call in frames of one byte each, until the server hangs up. */
  void sendInPieces(int stream, byte[] bytes) throws IOException, InterruptedException {
    for (byte piece : bytes) {
      if (!acquire(windows.get(stream), 1, stream) || !acquire(window, 1, stream)) {
        return;
      }
      frame(DATA, 0, stream, new byte[] {piece});
    }
  }

  /** Gives a call up. */
  void reset(int stream) throws IOException {
    frame(RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8});
  }

  /** Whether the server has asked for another connection. */
  CompletableFuture<Void> goingAway() {
    return goingAway;
  }

  /** Whether the server has hung up. */
  CompletableFuture<Void> disconnected() {
    return disconnected;
  }

  /** Says that a call's request is complete. */
  void finish(int stream) throws IOException {
    frame(DATA, END_STREAM, stream, new byte[0]);
  }

  /** How a call ended: the number of its gRPC status, or {@code reset}. */
  CompletableFuture<String> end(int stream) {
    CompletableFuture<String> end = ends.get(stream);
    if (end == null) {
      throw new IllegalArgumentException("no call " + stream);
    }
    return end;
  }

  private static void header(ByteArrayOutputStream headers, String name, String value) {
    headers.write(0);
    string(headers, name);
    string(headers, value);
  }

  private static void string(ByteArrayOutputStream headers, String text) {
    headers.write(text.length()); // Fewer than 127.
    headers.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  private synchronized void frame(int type, int flags, int stream, byte[] payload)
      throws IOException {
    out.writeByte(payload.length >> 16);
    out.writeShort(payload.length);
    out.writeByte(type);
    out.writeByte(flags);
    out.writeInt(stream);
    out.write(payload);
    out.flush();
  }

  private void read() {
    DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder();
    try {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      while (true) {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        byte[] payload = in.readNBytes(length);
        switch (type) {
          case HEADERS -> {
            var headers = decoder.decodeHeaders(stream, Unpooled.wrappedBuffer(payload));
            if ((flags & END_STREAM) != 0) {
              end(stream).complete(String.valueOf(headers.get("grpc-status")));
            }
          }
          case GOAWAY -> goingAway.complete(null);
          case RST_STREAM -> end(stream).complete("reset");
          case WINDOW_UPDATE -> {
            (stream == 0 ? window : windows.get(stream)).release(ByteBuffer.wrap(payload).getInt());
          }
          case SETTINGS, PING -> {
            if ((flags & ACK) == 0) {
              if (type == SETTINGS) {
                initialWindow.complete(initialWindow(ByteBuffer.wrap(payload)));
              }
              frame(type, ACK, 0, type == PING ? payload : new byte[0]);
            }
          }
          default -> {}
        }
      }
    } catch (IOException | Http2Exception e) {
      ends.values().forEach(end -> end.complete("disconnected"));
      disconnected.complete(null);
    }
  }

  private static int initialWindow(ByteBuffer settings) {
    while (settings.hasRemaining()) {
      int setting = settings.getShort();
      int value = settings.getInt();
      if (setting == INITIAL_WINDOW_SIZE) {
        return value;
      }
    }
    return DEFAULT_WINDOW;
  }

  /** Without a word: the server is told by TCP alone. */
  @Override
  public void close() throws IOException {
    socket.close();
  }
}
