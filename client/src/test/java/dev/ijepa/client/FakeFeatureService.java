package dev.ijepa.client;

import com.google.rpc.Status;
import dev.ijepa.v1.ClassScore;
import dev.ijepa.v1.ClassifyImageRequest;
import dev.ijepa.v1.ClassifyImageResponse;
import dev.ijepa.v1.ClassifyRequest;
import dev.ijepa.v1.ClassifyResponse;
import dev.ijepa.v1.ElementType;
import dev.ijepa.v1.EmbedImageRequest;
import dev.ijepa.v1.EmbedImageResponse;
import dev.ijepa.v1.EmbedOptions;
import dev.ijepa.v1.EmbedRequest;
import dev.ijepa.v1.EmbedResponse;
import dev.ijepa.v1.FeatureServiceGrpc;
import dev.ijepa.v1.Features;
import dev.ijepa.v1.Image;
import dev.ijepa.v1.ModelVersion;
import dev.ijepa.v1.Output;
import dev.ijepa.v1.OutputTensor;
import io.grpc.Context;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A server without a model: the features of an image follow from its bytes, which in these tests
 * are a few letters. What goes wrong, and when an answer is sent, is for a test to say.
 */
final class FakeFeatureService extends FeatureServiceGrpc.FeatureServiceImplBase {
  static final int DIMENSION = 8;

  /** All images received, by their letters, in the order of arrival. */
  final Queue<String> received = new ConcurrentLinkedQueue<>();

  final AtomicInteger streams = new AtomicInteger();
  final CountDownLatch ended = new CountDownLatch(1);
  final CountDownLatch cancelled = new CountDownLatch(1);

  volatile String fingerprint = "f00d";
  volatile String lastModel = "";

  /** The error of an image, by its letters. */
  volatile Function<String, Optional<Status>> error = image -> Optional.empty();

  /** Runs after an image has arrived; its answer is what the task sends. */
  volatile Answering answering = (image, answer) -> answer.run();

  /** The status that refuses a stream as a whole. */
  volatile Optional<Status> refusal = Optional.empty();

  /** Decides when an answer is sent. */
  interface Answering {
    void arrived(String image, Runnable answer);
  }

  static float[] vectorOf(String image) {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = ((image.hashCode() * 31L + i * 7919L) % 1000) / 1000f + 0.5f;
    }
    return vector;
  }

  @Override
  public void embedImage(EmbedImageRequest request, StreamObserver<EmbedImageResponse> client) {
    watchCancellation();
    String image = arrived(request.getImage(), request.getModel());
    answering.arrived(
        image,
        () -> {
          Optional<Status> failure = error.apply(image);
          if (failure.isPresent()) {
            client.onError(StatusProto.toStatusRuntimeException(failure.get()));
            return;
          }
          client.onNext(
              EmbedImageResponse.newBuilder()
                  .setFeatures(features(image, request.getOptions()))
                  .build());
          client.onCompleted();
        });
  }

  @Override
  public void classifyImage(
      ClassifyImageRequest request, StreamObserver<ClassifyImageResponse> client) {
    String image = arrived(request.getImage(), request.getModel());
    client.onNext(
        ClassifyImageResponse.newBuilder()
            .setClassification(classification(image, request.getOptions().getTopK()))
            .build());
    client.onCompleted();
  }

  @Override
  public StreamObserver<EmbedRequest> embed(StreamObserver<EmbedResponse> client) {
    return new Stream<>(client) {
      @Override
      void answer(EmbedRequest request) {
        String image = arrived(request.getImage(), request.getModel());
        EmbedResponse.Builder response =
            EmbedResponse.newBuilder().setRequestId(request.getRequestId());
        answering.arrived(
            image,
            () -> {
              error
                  .apply(image)
                  .ifPresentOrElse(
                      response::setError,
                      () -> response.setFeatures(features(image, request.getOptions())));
              send(response.build());
            });
      }
    };
  }

  @Override
  public StreamObserver<ClassifyRequest> classify(StreamObserver<ClassifyResponse> client) {
    return new Stream<>(client) {
      @Override
      void answer(ClassifyRequest request) {
        String image = arrived(request.getImage(), request.getModel());
        ClassifyResponse.Builder response =
            ClassifyResponse.newBuilder().setRequestId(request.getRequestId());
        answering.arrived(
            image,
            () -> {
              error
                  .apply(image)
                  .ifPresentOrElse(
                      response::setError,
                      () ->
                          response.setClassification(
                              classification(image, request.getOptions().getTopK())));
              send(response.build());
            });
      }
    };
  }

  private String arrived(Image image, String model) {
    lastModel = model;
    String letters =
        image.hasEncoded() ? image.getEncoded().toStringUtf8() : image.getPixels().toString();
    received.add(letters);
    return letters;
  }

  private void watchCancellation() {
    Context.current()
        .addListener(
            context -> {
              // A call that ends in good order ends its context too, but without a cause.
              CountDownLatch latch = context.cancellationCause() == null ? ended : cancelled;
              latch.countDown();
            },
            Runnable::run);
  }

  private Features features(String image, EmbedOptions options) {
    Features.Builder features = Features.newBuilder().setModel(model());
    for (Output output : options.getOutputsList()) {
      features.addOutputs(
          OutputTensor.newBuilder()
              .setOutput(output)
              .setTensor(tensor(image, output, options.getElementType())));
    }
    return features.build();
  }

  static dev.ijepa.v1.Tensor tensor(String image, Output output, ElementType type) {
    float[] vector = vectorOf(image);
    // Two tokens of half the dimension are as many numbers.
    List<Integer> shape =
        output == Output.OUTPUT_TOKENS ? List.of(2, DIMENSION / 2) : List.of(DIMENSION);
    return WireTensors.encode(type, shape, vector);
  }

  private dev.ijepa.v1.Classification classification(String image, int topK) {
    dev.ijepa.v1.Classification.Builder classes =
        dev.ijepa.v1.Classification.newBuilder().setModel(model());
    for (int i = 0; i < topK; i++) {
      classes.addClasses(
          ClassScore.newBuilder()
              .setIndex(i)
              .setLabel(image + "-" + i)
              .setProbability(1f / (i + 2))
              .setLogit(-i));
    }
    return classes.build();
  }

  private ModelVersion model() {
    return ModelVersion.newBuilder()
        .setName("fake")
        .setVersion("1")
        .setFingerprint(fingerprint)
        .build();
  }

  /** One stream: answers each request, ends when the client does and all is answered. */
  private abstract class Stream<Q, A> implements StreamObserver<Q> {
    private final StreamObserver<A> client;
    private int owed;
    private boolean clientDone;
    private boolean over;

    Stream(StreamObserver<A> client) {
      this.client = client;
      streams.incrementAndGet();
      watchCancellation();
      refusal.ifPresent(
          status -> {
            over = true;
            client.onError(StatusProto.toStatusRuntimeException(status));
          });
    }

    abstract void answer(Q request);

    @Override
    public void onNext(Q request) {
      synchronized (this) {
        owed++;
      }
      answer(request);
    }

    synchronized void send(A response) {
      if (over) {
        return;
      }
      client.onNext(response);
      owed--;
      endIfDone();
    }

    @Override
    public synchronized void onCompleted() {
      clientDone = true;
      endIfDone();
    }

    @Override
    public synchronized void onError(Throwable error) {
      over = true;
    }

    private void endIfDone() {
      if (clientDone && owed == 0 && !over) {
        over = true;
        client.onCompleted();
      }
    }
  }
}
