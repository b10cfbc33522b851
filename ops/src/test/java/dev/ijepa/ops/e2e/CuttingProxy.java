package dev.ijepa.ops.e2e;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Passes HTTP/2 on as it is, frame by frame, but resets each stream after so many bytes from its
 * client, as nginx does at client_max_body_size. Source: RFC 9113, sections 4.1 and 6.4.
 */
final class CuttingProxy implements AutoCloseable {
  private static final int PREFACE_BYTES = 24;
  private static final int DATA = 0;
  private static final int RST_STREAM = 3;
  private static final int WINDOW_UPDATE = 8;
  private static final int INTERNAL_ERROR = 2;
  private static final int CANCEL = 8;

  private final ServerSocket listening;
  private final int serverPort;
  private final int mostBytes;
  private final AtomicInteger cuts = new AtomicInteger();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  /** Listens on a free port. */
  CuttingProxy(int serverPort, int mostBytes) throws IOException {
    this.listening = new ServerSocket(0, 50, InetAddress.getByName("localhost"));
    this.serverPort = serverPort;
    this.mostBytes = mostBytes;
    start(this::accept);
  }

  String target() {
    return "localhost:" + listening.getLocalPort();
  }

  /** How many streams it has reset. */
  int cuts() {
    return cuts.get();
  }

  private interface Task {
    void run() throws IOException;
  }

  private static void start(Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException e) {
                // One side has hung up.
              }
            },
            "cutting-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = listening.accept();
      Socket server = new Socket("localhost", serverPort);
      sockets.add(client);
      sockets.add(server);
      FrameWriter toClient = new FrameWriter(client);
      FrameWriter toServer = new FrameWriter(server);
      start(() -> passRequests(client, toServer, toClient));
      start(() -> passResponses(server, toClient));
    }
  }

  private void passRequests(Socket from, FrameWriter server, FrameWriter client)
      throws IOException {
    try (from) {
      DataInputStream in = new DataInputStream(from.getInputStream());
      server.write(in.readNBytes(PREFACE_BYTES));
      Map<Integer, Integer> sent = new HashMap<>();
      while (true) {
        Frame frame = Frame.read(in);
        if (frame.type() == DATA
            && sent.merge(frame.stream(), frame.payload().length, Integer::sum) > mostBytes) {
          if (sent.get(frame.stream()) - frame.payload().length <= mostBytes) {
            cuts.incrementAndGet();
            client.write(Frame.reset(frame.stream(), INTERNAL_ERROR));
            server.write(Frame.reset(frame.stream(), CANCEL));
          }
          // The server does not see it, and so does not give its bytes back to the connection.
          if (frame.payload().length > 0) {
            client.write(Frame.windowUpdate(frame.payload().length));
          }
        } else {
          server.write(frame);
        }
      }
    }
  }

  private static void passResponses(Socket from, FrameWriter client) throws IOException {
    try (from) {
      DataInputStream in = new DataInputStream(from.getInputStream());
      while (true) {
        client.write(Frame.read(in));
      }
    }
  }

  /** A frame: its type, flags and stream, and what is in it. */
  @SuppressWarnings("ArrayRecordComponent") // Nobody compares frames.
  private record Frame(int type, int flags, int stream, byte[] payload) {
    static Frame read(DataInputStream in) throws IOException {
      int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      int stream = in.readInt();
      byte[] payload = new byte[length];
      in.readFully(payload);
      return new Frame(type, flags, stream, payload);
    }

    static Frame windowUpdate(int bytes) {
      return new Frame(WINDOW_UPDATE, 0, 0, ByteBuffer.allocate(4).putInt(bytes).array());
    }

    static Frame reset(int stream, int code) {
      return new Frame(RST_STREAM, 0, stream, new byte[] {0, 0, 0, (byte) code});
    }
  }

  /** Two threads write to a client. */
  private static final class FrameWriter {
    private final DataOutputStream out;

    FrameWriter(Socket socket) throws IOException {
      out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
    }

    synchronized void write(byte[] bytes) throws IOException {
      out.write(bytes);
      out.flush();
    }

    synchronized void write(Frame frame) throws IOException {
      out.writeByte(frame.payload().length >> 16);
      out.writeShort(frame.payload().length);
      out.writeByte(frame.type());
      out.writeByte(frame.flags());
      out.writeInt(frame.stream());
      out.write(frame.payload());
      out.flush();
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
