package dev.ijepa.ops.doors;

import com.google.rpc.Status;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.zip.GZIPOutputStream;

/** A stream of the {@link FrameDoor}. */
final class FrameClient extends DoorClient {
  private static final int SMALL_BUFFER_BYTES = 16 << 10;

  private final Call call;
  private final Socket socket = new Socket();
  private final DataOutputStream out;

  // Guarded by this.
  private final Queue<byte[]> requests = new ArrayDeque<>();
  private int asked;
  private boolean noMore;

  FrameClient(int port, Call call) throws IOException {
    this.call = call;
    socket.setReceiveBufferSize(SMALL_BUFFER_BYTES);
    socket.setTcpNoDelay(true);
    socket.bind(new InetSocketAddress(call.from(), 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    out = new DataOutputStream(socket.getOutputStream());
    out.writeByte(call.method() == Method.EMBED ? FrameDoor.EMBED : FrameDoor.CLASSIFY);
    out.writeByte(call.isCompressed() ? FrameDoor.GZIP : FrameDoor.PLAIN);
    Thread reader = new Thread(this::read, "frame-client");
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      int kind;
      while ((kind = in.readByte()) != FrameDoor.END) {
        if (kind == FrameDoor.ASK) {
          asked();
        } else if (call.isRead()) {
          received(in.readNBytes(in.readInt()));
        } else {
          return;
        }
      }
      ended(Status.parseFrom(in.readNBytes(in.readInt())));
      socket.close();
    } catch (IOException | UncheckedIOException e) {
      ended(HUNG_UP);
    }
  }

  private synchronized void asked() {
    asked++;
    sendWhatIsAsked();
  }

  @Override
  synchronized void send(byte[] message) {
    requests.add(call.isCompressed() ? gzip(message) : message);
    sendWhatIsAsked();
  }

  @Override
  synchronized void halfClose() {
    noMore = true;
    sendWhatIsAsked();
  }

  private void sendWhatIsAsked() {
    try {
      while (asked > 0 && !requests.isEmpty()) {
        asked--;
        byte[] request = requests.remove();
        out.writeInt(request.length);
        out.write(request);
      }
      if (noMore && requests.isEmpty()) {
        noMore = false;
        out.writeInt(FrameDoor.NO_MORE);
      }
    } catch (IOException e) {
      // The server has hung up; who reads hears of it.
    }
  }

  /** Sends a frame, or a part of one, whether the server has asked for it or not. */
  synchronized void sendUnasked(int length, byte[] bytes) throws IOException {
    out.writeInt(length);
    out.write(bytes);
  }

  static byte[] gzip(byte[] message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(message);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  @Override
  void cancel() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
