package dev.ijepa.ops.doors;

import com.google.inject.AbstractModule;
import com.google.inject.Singleton;
import com.google.inject.multibindings.ProvidesIntoSet;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.rpc.Status;
import dev.ijepa.server.guard.Arrival;
import dev.ijepa.server.guard.GzipStream;
import dev.ijepa.server.guard.MessageLimits;
import dev.ijepa.server.guard.MessageReader;
import dev.ijepa.server.guard.OpenConnections;
import dev.ijepa.server.guard.Origin;
import dev.ijepa.server.guard.ReadMessage;
import dev.ijepa.server.guard.Reception;
import dev.ijepa.server.guard.Receptions;
import dev.ijepa.server.identity.Caller;
import dev.ijepa.server.identity.CallerRule;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.item.ItemTerms;
import dev.ijepa.server.pipeline.PipelineOptions;
import dev.ijepa.server.session.Door;
import dev.ijepa.server.session.Sessions;
import dev.ijepa.server.session.StreamMessage;
import dev.ijepa.server.session.StreamPort;
import dev.ijepa.server.session.StreamSession;
import dev.ijepa.v1.ClassifyRequest;
import dev.ijepa.v1.EmbedRequest;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A door that has nothing of gRPC: the messages of the contract in frames over TCP. It shows what a
 * door needs of the core, and that the core's rules hold at any door.
 *
 * <p>A connection is one stream. The client sends the method ({@link #EMBED}, {@link #CLASSIFY})
 * and the encoding ({@link #PLAIN}, {@link #GZIP}), one byte each. Then it sends a frame each time
 * that the server asks: the length, four bytes, and so many bytes of a message. The length {@link
 * #NO_MORE} ends its side. The server sends {@link #ASK}, {@link #RESPONSE} with a length and a
 * message, and at last {@link #END} with a length and a google.rpc.Status. If a client closes the
 * connection before that, it cancels the stream.
 */
final class FrameDoor implements Door {
  static final int EMBED = 'E';
  static final int CLASSIFY = 'C';
  static final int PLAIN = 0;
  static final int GZIP = 1;
  static final int NO_MORE = -1;
  static final int ASK = 'A';
  static final int RESPONSE = 'R';
  static final int END = 'Z';

  /** Ends the thread that writes; is not sent. */
  private static final int HUNG_UP = 0;

  private static final int MOST_CONNECTIONS = 256;
  private static final int MOST_CONNECTIONS_OF_ADDRESS = 128;
  private static final int PIECE_BYTES = 16 << 10;

  /** The transport takes no more responses while so many bytes have not left. */
  private static final int READY_BELOW_BYTES = 32 << 10;

  /** What the kernel keeps of them. */
  private static final int SEND_BUFFER_BYTES = 64 << 10;

  /** How long a client may take to hang up that has all its responses. */
  private static final Duration HANG_UP = Duration.ofSeconds(5);

  private final Sessions sessions;
  private final Receptions receptions;
  private final CallerRule callers;
  private final MessageLimits limits;
  private final Method<EmbedRequest> embed;
  private final Method<ClassifyRequest> classify;
  private final ExecutorService threads = Executors.newCachedThreadPool(FrameDoor::daemon);
  private final OpenConnections gate =
      new OpenConnections(MOST_CONNECTIONS, MOST_CONNECTIONS_OF_ADDRESS);
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final ServerSocket listener;

  private FrameDoor(
      Sessions sessions, Receptions receptions, PipelineOptions options, CallerRule callers)
      throws IOException {
    this.sessions = sessions;
    this.receptions = receptions;
    this.callers = callers;
    limits = MessageLimits.image(options.messageBytes());
    embed =
        new Method<>(
            new MessageReader<>(EmbedRequest.getDefaultInstance(), limits), FrameMessages::of);
    classify =
        new Method<>(
            new MessageReader<>(ClassifyRequest.getDefaultInstance(), limits), FrameMessages::of);
    listener = new ServerSocket();
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "frame-door");
    thread.setDaemon(true);
    return thread;
  }

  /** Adds the door to a server. */
  static final class Parts extends AbstractModule {
    private FrameDoor door;

    @ProvidesIntoSet
    @Singleton
    Door door(Sessions sessions, Receptions receptions, PipelineOptions options, CallerRule callers)
        throws IOException {
      door = new FrameDoor(sessions, receptions, options, callers);
      return door;
    }

    /** The port of the door; when the server has started. */
    int port() {
      return door.listener.getLocalPort();
    }
  }

  @Override
  public void start() throws IOException {
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    threads.execute(this::accept);
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        if (gate.open(socket.getRemoteSocketAddress())) {
          Connection connection = new Connection(socket);
          connections.add(connection);
          threads.execute(connection::read);
        } else {
          socket.close();
        }
      }
    } catch (IOException e) {
      // The door is closed.
    }
  }

  /** It has no health checks. */
  @Override
  public void announceDrain() {}

  @Override
  public void stopAccepting() {
    closeQuietly(listener);
  }

  @Override
  public boolean awaitCalls(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    for (Connection connection : connections) {
      if (!connection.over.await(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    stopAccepting();
    connections.forEach(Connection::reset);
    threads.shutdown();
  }

  private static void closeQuietly(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      // There is nobody left to tell.
    }
  }

  /** How the messages of a method are read and translated. */
  private record Method<R extends Message>(MessageReader<R> reader, Translation<R> translation) {
    @FunctionalInterface
    interface Translation<R> {
      StreamMessage<Message> of(R request, Optional<Failure> fault);
    }

    StreamMessage<Message> read(InputStream bytes, int length, Arrival arrival)
        throws FailedException {
      ReadMessage<R> read = reader.read(bytes, length, arrival);
      return translation.of(read.message(), read.fault());
    }
  }

  private record Frame(int kind, ByteString body) {}

  /** One stream: a thread reads, another one writes. */
  private final class Connection implements StreamPort<Message> {
    private final Socket socket;
    private final Reception reception = receptions.open(limits);
    private final Semaphore asked = new Semaphore(0);
    private final BlockingQueue<Frame> outgoing = new LinkedBlockingQueue<>();
    private final AtomicInteger unsentBytes = new AtomicInteger();
    private final CountDownLatch over = new CountDownLatch(1);
    private final CountDownLatch hungUp = new CountDownLatch(1);
    private volatile StreamSession<Message> session;
    private boolean ended;

    Connection(Socket socket) {
      this.socket = socket;
    }

    void read() {
      try {
        socket.setTcpNoDelay(true);
        socket.setSendBufferSize(SEND_BUFFER_BYTES);
        DataInputStream in = new DataInputStream(socket.getInputStream());
        Method<?> method = in.readByte() == EMBED ? embed : classify;
        boolean isCompressed = in.readByte() == GZIP;
        Caller caller = callers.at(socket.getRemoteSocketAddress());
        reception.comesFrom(new Origin(caller, this));
        session = sessions.openStream(this, caller, ItemTerms.NO_DEADLINE);
        reception.handle(this::fail, this::reset);
        threads.execute(this::write);
        session.open();
        int length;
        while (!reception.isRefused() && (length = in.readInt()) != NO_MORE) {
          readFrame(in, length, method, isCompressed);
        }
        if (!reception.isRefused()) {
          session.halfClosed();
        }
        awaitHangUp(in);
      } catch (IOException e) {
        // The client has hung up, or was hung up on.
      } finally {
        hungUp.countDown();
        end();
        outgoing.add(new Frame(HUNG_UP, ByteString.EMPTY));
        closeQuietly(socket);
        gate.closed(socket.getRemoteSocketAddress());
        connections.remove(this);
      }
    }

    private void readFrame(InputStream in, int length, Method<?> method, boolean isCompressed)
        throws IOException {
      if (length < 0 || !asked.tryAcquire()) {
        reception.refuse(
            new Failure(Reason.REQUEST_INVALID, "the server has not asked for this frame"));
        return;
      }
      ByteString.Output frame = ByteString.newOutput(PIECE_BYTES);
      byte[] piece = new byte[PIECE_BYTES];
      while (frame.size() < length) {
        int count = in.read(piece, 0, Math.min(PIECE_BYTES, length - frame.size()));
        if (count < 0) {
          throw new EOFException();
        }
        reception.received(count);
        if (reception.isRefused()) {
          return;
        }
        frame.write(piece, 0, count);
      }
      reception.completed();
      InputStream bytes = frame.toByteString().newInput();
      Arrival arrival = reception.take();
      try {
        session.received(
            isCompressed
                ? method.read(new GzipStream(bytes), MessageReader.UNKNOWN_LENGTH, arrival)
                : method.read(bytes, length, arrival));
      } catch (FailedException e) {
        reception.refuse(e.failure());
      } finally {
        arrival.release();
      }
    }

    private static void awaitHangUp(InputStream in) throws IOException {
      byte[] rest = new byte[PIECE_BYTES];
      while (in.read(rest) >= 0) {
        // What a client sends after the end is of no use.
      }
    }

    private void write() {
      try {
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        Frame frame;
        while ((frame = outgoing.take()).kind != HUNG_UP) {
          out.write(header(frame));
          frame.body.writeTo(out);
          unsentBytes.addAndGet(-frame.body.size());
          if (frame.kind == END) {
            socket.shutdownOutput();
            end();
            // If the server closed first, the client might not get what is on its way.
            var unused = hungUp.await(HANG_UP.toNanos(), TimeUnit.NANOSECONDS);
            return;
          }
          if (frame.kind == RESPONSE) {
            session.transportReady();
          }
        }
      } catch (IOException e) {
        // The client has hung up.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        end();
        closeQuietly(socket);
      }
    }

    private static byte[] header(Frame frame) {
      return frame.kind == ASK
          ? new byte[] {ASK}
          : ByteBuffer.allocate(5).put((byte) frame.kind).putInt(frame.body.size()).array();
    }

    /** All has left, or the client is gone. */
    private void end() {
      over.countDown();
      reception.closed();
      reception.finished();
      StreamSession<Message> stream = session;
      if (stream != null) {
        stream.closed();
      }
    }

    private synchronized void add(int kind, ByteString body) {
      if (!ended) {
        ended = kind == END;
        unsentBytes.addAndGet(body.size());
        outgoing.add(new Frame(kind, body));
      }
    }

    @Override
    public boolean isReady() {
      return unsentBytes.get() < READY_BELOW_BYTES;
    }

    @Override
    public void receive() {
      asked.release();
      add(ASK, ByteString.EMPTY);
    }

    @Override
    public void send(Message response) {
      add(RESPONSE, response.toByteString());
    }

    @Override
    public void complete() {
      add(END, Status.getDefaultInstance().toByteString());
    }

    @Override
    public void fail(Failure failure) {
      add(END, FrameMessages.status(failure).toByteString());
    }

    @Override
    public void reset() {
      closeQuietly(socket);
    }

    @Override
    public long bytesSent() {
      return 0;
    }

    @Override
    public boolean isCancelled() {
      return hungUp.getCount() == 0;
    }
  }
}
