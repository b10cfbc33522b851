package dev.ijepa.ops.doors;

import com.google.inject.AbstractModule;
import com.google.inject.Singleton;
import com.google.inject.multibindings.ProvidesIntoSet;
import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.util.Durations;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import dev.ijepa.models.image.ImageSource;
import dev.ijepa.server.features.FeatureQuery;
import dev.ijepa.server.features.FeatureResult;
import dev.ijepa.server.features.HeadSelection;
import dev.ijepa.server.features.ModelIdentity;
import dev.ijepa.server.features.OutputSelection;
import dev.ijepa.server.guard.Arrival;
import dev.ijepa.server.guard.GzipStream;
import dev.ijepa.server.guard.MessageLimits;
import dev.ijepa.server.guard.MessageReader;
import dev.ijepa.server.guard.OpenConnections;
import dev.ijepa.server.guard.ReadMessage;
import dev.ijepa.server.guard.Reception;
import dev.ijepa.server.guard.Receptions;
import dev.ijepa.server.identity.CallerRule;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.item.ItemTerms;
import dev.ijepa.server.item.ItemTimings;
import dev.ijepa.server.item.Priority;
import dev.ijepa.server.pipeline.PipelineOptions;
import dev.ijepa.server.session.AnswerWriter;
import dev.ijepa.server.session.Door;
import dev.ijepa.server.session.Sessions;
import dev.ijepa.server.session.StreamMessage;
import dev.ijepa.server.session.StreamPort;
import dev.ijepa.server.session.StreamSession;
import dev.ijepa.server.session.StreamTerms;
import dev.ijepa.v1.ClassScore;
import dev.ijepa.v1.Classification;
import dev.ijepa.v1.ClassifyRequest;
import dev.ijepa.v1.ClassifyResponse;
import dev.ijepa.v1.ElementType;
import dev.ijepa.v1.EmbedOptions;
import dev.ijepa.v1.EmbedRequest;
import dev.ijepa.v1.EmbedResponse;
import dev.ijepa.v1.Features;
import dev.ijepa.v1.Image;
import dev.ijepa.v1.ModelVersion;
import dev.ijepa.v1.Output;
import dev.ijepa.v1.OutputTensor;
import dev.ijepa.v1.Pixels;
import dev.ijepa.v1.ResponseOrder;
import dev.ijepa.v1.StreamOptions;
import dev.ijepa.v1.Tensor;
import dev.ijepa.v1.Timings;
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
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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
            new MessageReader<>(EmbedRequest.getDefaultInstance(), limits), EmbedItem::new);
    classify =
        new Method<>(
            new MessageReader<>(ClassifyRequest.getDefaultInstance(), limits), ClassifyItem::new);
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
        session =
            sessions.openStream(
                this, callers.at(socket.getRemoteSocketAddress()), ItemTerms.NO_DEADLINE);
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
      add(END, status(failure).toByteString());
    }

    @Override
    public void reset() {
      closeQuietly(socket);
    }

    @Override
    public boolean isCancelled() {
      return hungUp.getCount() == 0;
    }
  }

  /** The frames have no codes: the reason tells what went wrong. */
  private static Status status(Failure failure) {
    return Status.newBuilder()
        .setCode(Code.UNKNOWN_VALUE)
        .setMessage(failure.message())
        .addDetails(
            Any.pack(
                ErrorInfo.newBuilder()
                    .setReason(failure.reason().name())
                    .setDomain("ijepa.dev")
                    .build()))
        .build();
  }

  private record EmbedItem(EmbedRequest request, Optional<Failure> fault)
      implements StreamMessage<Message> {
    @Override
    public String requestId() {
      return request.getRequestId();
    }

    @Override
    public long bytes() {
      return request.getSerializedSize();
    }

    @Override
    public void requireValid() throws FailedException {
      throwIfPresent(fault);
    }

    @Override
    public Optional<StreamTerms> streamTerms() {
      return request.hasStreamOptions()
          ? Optional.of(terms(request.getStreamOptions()))
          : Optional.empty();
    }

    @Override
    public Optional<Duration> timeout() throws FailedException {
      return request.hasTimeout() ? Optional.of(positive(request.getTimeout())) : Optional.empty();
    }

    @Override
    public FeatureQuery query() throws FailedException {
      EmbedOptions options = request.getOptions();
      boolean isPlain =
          options.getRegionsCount() == 0
              && options.getBlocksCount() == 0
              && options.getDimensions() == 0
              && !options.hasGeometry()
              && (options.getElementType() == ElementType.ELEMENT_TYPE_UNSPECIFIED
                  || options.getElementType() == ElementType.ELEMENT_TYPE_F32);
      if (!isPlain) {
        throw invalid("options: this door has outputs and l2_normalize only");
      }
      List<OutputSelection> outputs = new ArrayList<>();
      for (Output output : options.getOutputsList()) {
        outputs.add(selection(output));
      }
      return FeatureQuery.embed(
          request.getModel(), image(request.getImage()), outputs, options.getL2Normalize());
    }

    @Override
    public AnswerWriter<Message> answers() {
      return new AnswerWriter<>() {
        @Override
        public Message result(String requestId, FeatureResult result) {
          return EmbedResponse.newBuilder()
              .setRequestId(requestId)
              .setFeatures(features(result))
              .build();
        }

        @Override
        public Message failure(String requestId, Failure failure) {
          return EmbedResponse.newBuilder()
              .setRequestId(requestId)
              .setError(status(failure))
              .build();
        }
      };
    }
  }

  private record ClassifyItem(ClassifyRequest request, Optional<Failure> fault)
      implements StreamMessage<Message> {
    @Override
    public String requestId() {
      return request.getRequestId();
    }

    @Override
    public long bytes() {
      return request.getSerializedSize();
    }

    @Override
    public void requireValid() throws FailedException {
      throwIfPresent(fault);
    }

    @Override
    public Optional<StreamTerms> streamTerms() {
      return request.hasStreamOptions()
          ? Optional.of(terms(request.getStreamOptions()))
          : Optional.empty();
    }

    @Override
    public Optional<Duration> timeout() throws FailedException {
      return request.hasTimeout() ? Optional.of(positive(request.getTimeout())) : Optional.empty();
    }

    @Override
    public FeatureQuery query() throws FailedException {
      if (request.getOptions().getHeadsCount() > 0 || request.getOptions().hasGeometry()) {
        throw invalid("options: this door has top_k only");
      }
      OptionalLong topK =
          request.getOptions().hasTopK()
              ? OptionalLong.of(Integer.toUnsignedLong(request.getOptions().getTopK()))
              : OptionalLong.empty();
      return FeatureQuery.classify(
          request.getModel(), image(request.getImage()), new HeadSelection("", topK));
    }

    @Override
    public AnswerWriter<Message> answers() {
      return new AnswerWriter<>() {
        @Override
        public Message result(String requestId, FeatureResult result) {
          return ClassifyResponse.newBuilder()
              .setRequestId(requestId)
              .setClassification(classification(result))
              .build();
        }

        @Override
        public Message failure(String requestId, Failure failure) {
          return ClassifyResponse.newBuilder()
              .setRequestId(requestId)
              .setError(status(failure))
              .build();
        }
      };
    }
  }

  private static FailedException invalid(String message) {
    return new FailedException(Reason.REQUEST_INVALID, message);
  }

  private static void throwIfPresent(Optional<Failure> fault) throws FailedException {
    if (fault.isPresent()) {
      throw new FailedException(fault.get());
    }
  }

  private static StreamTerms terms(StreamOptions options) {
    return new StreamTerms(
        options.getResponseOrder() == ResponseOrder.RESPONSE_ORDER_REQUEST,
        options.getPriority() == dev.ijepa.v1.Priority.PRIORITY_INTERACTIVE
            ? Priority.INTERACTIVE
            : Priority.BATCH);
  }

  private static Duration positive(com.google.protobuf.Duration timeout) throws FailedException {
    if (!Durations.isValid(timeout) || !Durations.isPositive(timeout)) {
      throw invalid("timeout must be positive");
    }
    return Duration.ofSeconds(timeout.getSeconds(), timeout.getNanos());
  }

  private static ImageSource image(Image image) throws FailedException {
    return switch (image.getSourceCase()) {
      case ENCODED -> new ImageSource.Encoded(image.getEncoded().asReadOnlyByteBuffer());
      case PIXELS -> pixels(image.getPixels());
      case SOURCE_NOT_SET -> throw invalid("image is missing");
    };
  }

  private static ImageSource pixels(Pixels pixels) throws FailedException {
    if (pixels.getWidth() < 0 || pixels.getHeight() < 0) {
      throw new FailedException(Reason.IMAGE_TOO_LARGE, "a side has more than 2^31 pixels");
    }
    return new ImageSource.Pixels(
        pixels.getWidth(), pixels.getHeight(), pixels.getRgb().asReadOnlyByteBuffer());
  }

  private static OutputSelection selection(Output output) throws FailedException {
    return switch (output) {
      case OUTPUT_EMBEDDING -> new OutputSelection.Embedding();
      case OUTPUT_EMBEDDING_LAST4 -> new OutputSelection.EmbeddingLast4();
      case OUTPUT_TOKENS -> new OutputSelection.Tokens();
      default -> throw invalid("options.outputs: this door has no " + output);
    };
  }

  private static Features features(FeatureResult result) {
    Features.Builder features =
        Features.newBuilder()
            .setModel(version(result.model()))
            .setTimings(timings(result.timings()));
    for (FeatureResult.Feature output : result.outputs()) {
      ByteBuffer data =
          ByteBuffer.allocate(output.values().length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      data.asFloatBuffer().put(output.values());
      Tensor.Builder tensor =
          Tensor.newBuilder()
              .setElementType(ElementType.ELEMENT_TYPE_F32)
              .setData(UnsafeByteOperations.unsafeWrap(data));
      output.shape().forEach(axis -> tensor.addShape(Math.toIntExact(axis)));
      features.addOutputs(
          OutputTensor.newBuilder()
              .setOutput(Output.valueOf("OUTPUT_" + output.selection().key()))
              .setKey(output.selection().key())
              .setTensor(tensor));
    }
    return features.build();
  }

  private static Classification classification(FeatureResult result) {
    Classification.Builder classification =
        Classification.newBuilder()
            .setModel(version(result.model()))
            .setTimings(timings(result.timings()));
    for (FeatureResult.ScoredClass scored : result.heads().get(0).classes()) {
      classification.addClasses(
          ClassScore.newBuilder()
              .setIndex(scored.index())
              .setLabel(scored.label())
              .setProbability(scored.score())
              .setLogit(scored.logit()));
    }
    return classification.build();
  }

  private static ModelVersion version(ModelIdentity model) {
    return ModelVersion.newBuilder()
        .setName(model.name())
        .setVersion(model.version())
        .setFingerprint(model.fingerprint())
        .setRevision(model.revision())
        .build();
  }

  private static Timings timings(ItemTimings timings) {
    return Timings.newBuilder()
        .setQueue(Durations.fromNanos(timings.queue().toNanos()))
        .setPreprocessing(Durations.fromNanos(timings.preprocessing().toNanos()))
        .setInference(Durations.fromNanos(timings.inference().toNanos()))
        .setBatchSize(timings.batchSize())
        .build();
  }
}
