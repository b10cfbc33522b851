package dev.ijepa.client;

import dev.ijepa.client.internal.Scheduler;
import dev.ijepa.v1.ClassifyImageRequest;
import dev.ijepa.v1.EmbedImageRequest;
import dev.ijepa.v1.FeatureServiceGrpc;
import dev.ijepa.v1.GetModelRequest;
import dev.ijepa.v1.ListModelsRequest;
import dev.ijepa.v1.ModelServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * I-JEPA features of images, from a server.
 *
 * <p>One image is a unary call: the server treats it as urgent, and what is worth it is tried again
 * until the deadline. Many images are one stream: use {@link #embedAll} or {@link #classifyAll},
 * not a loop over single calls, because only then can the server fill its batches.
 *
 * <p>Safe for use by several threads; keep one for as long as the program runs. All methods that
 * wait for the server throw {@link IjepaException}.
 *
 * <pre>{@code
 * try (IjepaClient client = IjepaClient.builder().target("localhost:50051").plaintext().build()) {
 *   float[] vector = client.embed(Path.of("cat.jpg")).vector();
 *   System.out.println(vector.length);
 * }
 * }</pre>
 */
public final class IjepaClient implements AutoCloseable {
  private static final String UNNAMED = "image";

  private final Connection connection;
  private final Requests requests;
  private final Duration deadline;
  private final RetrySettings unaryRetry;
  private final Scheduler scheduler;
  private final RandomGenerator random;
  private final OpenStreams streams;
  private final @Nullable Hedging hedging;

  IjepaClient(
      Connection connection,
      Requests requests,
      Duration deadline,
      RetrySettings unaryRetry,
      @Nullable Hedging hedging,
      ClientObserver observer,
      Scheduler scheduler,
      RandomGenerator random) {
    this.connection = connection;
    this.requests = requests;
    this.deadline = deadline;
    this.unaryRetry = unaryRetry;
    this.hedging = hedging;
    this.scheduler = scheduler;
    this.random = random;
    this.streams = new OpenStreams(connection, requests.reader(), observer, scheduler, random);
  }

  /** Says where the server is, and how to talk to it. */
  public static IjepaClientBuilder builder() {
    return new IjepaClientBuilder();
  }

  /** A client over a channel that stays the caller's to close, with the builder's defaults. */
  public static IjepaClient using(ManagedChannel channel) {
    return builder().over(channel);
  }

  /** The embedding of an image. */
  public Embedding embed(ImageInput image) {
    return embed(image, EmbedSettings.defaults());
  }

  /** What is asked for of an image. */
  public Embedding embed(ImageInput image, EmbedSettings settings) {
    return join(embedAsync(image, settings));
  }

  /** The embedding of an image file. */
  public Embedding embed(Path image) {
    return embed(ImageInput.of(image));
  }

  /** The embedding of the bytes of an image file. */
  public Embedding embed(byte[] image) {
    return embed(ImageInput.of(UNNAMED, ByteBuffer.wrap(image)));
  }

  /**
   * The embedding of the bytes of an image file, read to the end; the stream is not closed.
   *
   * @throws IOException if the stream cannot be read
   */
  public Embedding embed(InputStream image) throws IOException {
    return embed(ImageInput.of(UNNAMED, image));
  }

  /** The embedding of an image's pixels. */
  public Embedding embed(BufferedImage image) {
    return embed(ImageInput.of(UNNAMED, image));
  }

  /** As {@link #embedAsync(ImageInput, EmbedSettings)}, with the default settings. */
  public CompletableFuture<Embedding> embedAsync(ImageInput image) {
    return embedAsync(image, EmbedSettings.defaults());
  }

  /**
   * What is asked for of an image, without waiting for the server. The input is read by the calling
   * thread. Fails with {@link IjepaException}; cancelling the future cancels the call.
   */
  public CompletableFuture<Embedding> embedAsync(ImageInput image, EmbedSettings settings) {
    EmbedImageRequest request;
    try {
      request = requests.embedImage(image, settings);
    } catch (IjepaException e) {
      return CompletableFuture.failedFuture(e);
    }
    return call(
        FeatureServiceGrpc.getEmbedImageMethod(),
        request,
        answer -> Answers.embedding(answer.getFeatures()));
  }

  /** The five most probable classes of an image. */
  public Classification classify(ImageInput image) {
    return classify(image, ClassifySettings.defaults());
  }

  /** The classes of an image. */
  public Classification classify(ImageInput image, ClassifySettings settings) {
    return join(classifyAsync(image, settings));
  }

  /** The five most probable classes of an image file. */
  public Classification classify(Path image) {
    return classify(ImageInput.of(image));
  }

  /** The five most probable classes of the bytes of an image file. */
  public Classification classify(byte[] image) {
    return classify(ImageInput.of(UNNAMED, ByteBuffer.wrap(image)));
  }

  /**
   * The five most probable classes of the bytes of an image file, read to the end; the stream is
   * not closed.
   *
   * @throws IOException if the stream cannot be read
   */
  public Classification classify(InputStream image) throws IOException {
    return classify(ImageInput.of(UNNAMED, image));
  }

  /** The five most probable classes of an image's pixels. */
  public Classification classify(BufferedImage image) {
    return classify(ImageInput.of(UNNAMED, image));
  }

  /** As {@link #classifyAsync(ImageInput, ClassifySettings)}, with the default settings. */
  public CompletableFuture<Classification> classifyAsync(ImageInput image) {
    return classifyAsync(image, ClassifySettings.defaults());
  }

  /**
   * The classes of an image, without waiting for the server. The input is read by the calling
   * thread. Fails with {@link IjepaException}; cancelling the future cancels the call.
   */
  public CompletableFuture<Classification> classifyAsync(
      ImageInput image, ClassifySettings settings) {
    ClassifyImageRequest request;
    try {
      request = requests.classifyImage(image, settings);
    } catch (IjepaException e) {
      return CompletableFuture.failedFuture(e);
    }
    return call(
        FeatureServiceGrpc.getClassifyImageMethod(),
        request,
        answer -> Answers.classification(answer.getClassification()));
  }

  /** As {@link #embedAll(Iterator, EmbedSettings, StreamSettings)}, with the default settings. */
  public ResultStream<Embedding> embedAll(Iterable<? extends ImageInput> images) {
    return embedAll(images.iterator(), EmbedSettings.defaults(), StreamSettings.defaults());
  }

  /** As {@link #embedAll(Iterator, EmbedSettings, StreamSettings)}. */
  public ResultStream<Embedding> embedAll(
      Iterable<? extends ImageInput> images, EmbedSettings settings, StreamSettings stream) {
    return embedAll(images.iterator(), settings, stream);
  }

  /** As {@link #embedAll(Iterator, EmbedSettings, StreamSettings)}, with the default settings. */
  public ResultStream<Embedding> embedAll(Iterator<? extends ImageInput> images) {
    return embedAll(images, EmbedSettings.defaults(), StreamSettings.defaults());
  }

  /** As {@link #embedAll(Stream, EmbedSettings, StreamSettings)}, with the default settings. */
  public ResultStream<Embedding> embedAll(Stream<? extends ImageInput> images) {
    return embedAll(images, EmbedSettings.defaults(), StreamSettings.defaults());
  }

  /** Embeds what the stream gives, and closes it when it is read or the results are closed. */
  public ResultStream<Embedding> embedAll(
      Stream<? extends ImageInput> images, EmbedSettings settings, StreamSettings stream) {
    return streams.open(
        new IteratedInputs(images.iterator(), images::close),
        requests.embedAll(settings, stream),
        stream);
  }

  /**
   * Embeds what the iterator gives, through one stream, lazily.
   *
   * <p>The iterator is used by a thread of the stream, never further ahead than its window.
   */
  public ResultStream<Embedding> embedAll(
      Iterator<? extends ImageInput> images, EmbedSettings settings, StreamSettings stream) {
    return streams.open(
        new IteratedInputs(images, () -> {}), requests.embedAll(settings, stream), stream);
  }

  /**
   * Embeds what the publisher gives. It is subscribed to when the first result is asked for, and
   * asked for little more than the window; pair it with {@link ResultStream#publisher}.
   */
  public ResultStream<Embedding> embedAll(
      Flow.Publisher<? extends ImageInput> images, EmbedSettings settings, StreamSettings stream) {
    return streams.open(new PublishedInputs(images), requests.embedAll(settings, stream), stream);
  }

  /**
   * As {@link #classifyAll(Iterator, ClassifySettings, StreamSettings)}, with the default settings.
   */
  public ResultStream<Classification> classifyAll(Iterable<? extends ImageInput> images) {
    return classifyAll(images.iterator(), ClassifySettings.defaults(), StreamSettings.defaults());
  }

  /** As {@link #classifyAll(Iterator, ClassifySettings, StreamSettings)}. */
  public ResultStream<Classification> classifyAll(
      Iterable<? extends ImageInput> images, ClassifySettings settings, StreamSettings stream) {
    return classifyAll(images.iterator(), settings, stream);
  }

  /**
   * As {@link #classifyAll(Iterator, ClassifySettings, StreamSettings)}, with the default settings.
   */
  public ResultStream<Classification> classifyAll(Iterator<? extends ImageInput> images) {
    return classifyAll(images, ClassifySettings.defaults(), StreamSettings.defaults());
  }

  /**
   * As {@link #classifyAll(Stream, ClassifySettings, StreamSettings)}, with the default settings.
   */
  public ResultStream<Classification> classifyAll(Stream<? extends ImageInput> images) {
    return classifyAll(images, ClassifySettings.defaults(), StreamSettings.defaults());
  }

  /** Classifies what the stream gives, and closes it when it is read or the results are closed. */
  public ResultStream<Classification> classifyAll(
      Stream<? extends ImageInput> images, ClassifySettings settings, StreamSettings stream) {
    return streams.open(
        new IteratedInputs(images.iterator(), images::close),
        requests.classifyAll(settings, stream),
        stream);
  }

  /**
   * Classifies what the iterator gives, through one stream, lazily.
   *
   * <p>The iterator is used by a thread of the stream, never further ahead than its window.
   */
  public ResultStream<Classification> classifyAll(
      Iterator<? extends ImageInput> images, ClassifySettings settings, StreamSettings stream) {
    return streams.open(
        new IteratedInputs(images, () -> {}), requests.classifyAll(settings, stream), stream);
  }

  /**
   * Classifies what the publisher gives. It is subscribed to when the first result is asked for,
   * and asked for little more than the window; pair it with {@link ResultStream#publisher}.
   */
  public ResultStream<Classification> classifyAll(
      Flow.Publisher<? extends ImageInput> images,
      ClassifySettings settings,
      StreamSettings stream) {
    return streams.open(
        new PublishedInputs(images), requests.classifyAll(settings, stream), stream);
  }

  /** The models that the server has loaded, sorted by name. */
  public List<ModelInfo> models() {
    return join(
        call(
            ModelServiceGrpc.getListModelsMethod(),
            ListModelsRequest.getDefaultInstance(),
            answer -> answer.getModelsList().stream().map(Models::info).toList()));
  }

  /** One loaded model; the empty name is the server's default. */
  public ModelInfo model(String name) {
    return join(
        call(
            ModelServiceGrpc.getGetModelMethod(),
            GetModelRequest.newBuilder().setName(name).build(),
            answer -> Models.info(answer.getModel())));
  }

  /** gRPC's own waits grow to two minutes: a server that is back would have no calls until then. */
  void reconnect() {
    connection.wake();
  }

  void serverAdded() {
    streams.serverAdded();
  }

  /** Ends all streams and calls, and closes the channel unless it is the caller's. */
  @Override
  public void close() {
    streams.close();
    connection.close();
    scheduler.close();
  }

  private <Q, A, T> CompletableFuture<T> call(
      MethodDescriptor<Q, A> method, Q request, Function<A, T> decoder) {
    return hedging == null
        ? call(method, request, decoder, deadline)
        : hedging.call(deadline, left -> call(method, request, decoder, left));
  }

  private <Q, A, T> CompletableFuture<T> call(
      MethodDescriptor<Q, A> method, Q request, Function<A, T> decoder, Duration timeout) {
    Backoff backoff = new Backoff(unaryRetry, random);
    return new UnaryCall<>(connection, method, request, decoder, backoff, scheduler, timeout)
        .start();
  }

  private static <T> T join(CompletableFuture<T> call) {
    try {
      return call.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IjepaException error ? error : new IllegalStateException(e);
    } catch (InterruptedException e) {
      call.cancel(true);
      Thread.currentThread().interrupt();
      throw Errors.closedHere("interrupted while waiting for the server");
    } catch (CancellationException e) {
      throw Errors.closedHere("cancelled");
    }
  }
}
