package dev.ijepa.ops.doors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.util.Durations;
import dev.ijepa.models.savedmodel.ModelInput;
import dev.ijepa.ops.doors.DoorClient.Call;
import dev.ijepa.ops.doors.DoorClient.Method;
import dev.ijepa.ops.e2e.Bombs;
import dev.ijepa.ops.e2e.Eventually;
import dev.ijepa.ops.e2e.Gate;
import dev.ijepa.ops.e2e.RunningServer;
import dev.ijepa.ops.e2e.Samples;
import dev.ijepa.server.ServeOptions;
import dev.ijepa.server.options.DataSize;
import dev.ijepa.v1.Classification;
import dev.ijepa.v1.ClassifyRequest;
import dev.ijepa.v1.EmbedOptions;
import dev.ijepa.v1.EmbedRequest;
import dev.ijepa.v1.EmbedResponse;
import dev.ijepa.v1.Features;
import dev.ijepa.v1.Image;
import dev.ijepa.v1.Output;
import dev.ijepa.v1.OutputTensor;
import dev.ijepa.v1.Pixels;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds at every door of the server, and over every transport. */
@Timeout(60)
@TestInstance(Lifecycle.PER_CLASS)
abstract class DoorSuite {
  private static final int MIB = 1 << 20;

  /** An eighth of it is for messages that are being received: also the largest message. */
  private static final DataSize BUDGET = DataSize.parse("32MiB");

  private static final int WINDOW = 128;
  private static final int LARGEST_MESSAGE = 4 * MIB;
  private static final int BOMB = 3 * MIB;
  private static final int BOMBS_AT_ONCE = 4;

  private DoorServer server;

  /** How the door is set up. */
  abstract void configure(ServeOptions options);

  /** Opens a stream through the door. */
  abstract DoorClient open(DoorServer at, Call call) throws Exception;

  /** Opens a stream through another door of the same server. */
  abstract DoorClient openOther(DoorServer at, Call call) throws Exception;

  /** The door's port. */
  abstract int port(DoorServer at);

  @BeforeAll
  final void start() throws IOException {
    server =
        new DoorServer(
            options -> {
              options.pipeline.maxInFlight = BUDGET;
              options.session.streamWindow = WINDOW;
              options.pipeline.maxImageBytes = DataSize.parse("1MiB");
              options.health.canaryInterval = Duration.ZERO;
              // Tests put the clock forward while the engine is held.
              options.health.hangAfter = Duration.ofHours(10);
              configure(options);
            });
  }

  @AfterAll
  final void stop() {
    server.close();
  }

  /** The server that the tests share. */
  final DoorServer server() {
    return server;
  }

  /** Every test ends so: nothing is held on behalf of a client that is gone. */
  @AfterEach
  final void nothingIsHeld() throws Exception {
    server.parts().engine().mend();
    server.running().awaitIdle();
  }

  private DoorClient open(Call call) throws Exception {
    return open(server, call);
  }

  private DoorClient embed() throws Exception {
    return open(Call.of(Method.EMBED));
  }

  @Test
  void anEmbeddingIsThatOfAnyOtherDoor() throws Exception {
    EmbedRequest request =
        Samples.request(3)
            .setOptions(
                EmbedOptions.newBuilder()
                    .addOutputs(Output.OUTPUT_TOKENS)
                    .addOutputs(Output.OUTPUT_EMBEDDING)
                    .setL2Normalize(true))
            .build();
    for (boolean compressed : new boolean[] {false, true}) {
      try (DoorClient here = open(Call.of(Method.EMBED).compressed(compressed));
          DoorClient there = openOther(server, Call.of(Method.EMBED))) {
        here.send(request);
        EmbedResponse response = here.next();
        there.send(request);
        EmbedResponse other = there.next();

        assertThat(response.getRequestId()).isEqualTo(other.getRequestId());
        assertThat(response.getFeatures().getModel()).isEqualTo(other.getFeatures().getModel());
        assertThat(response.getFeatures().getOutputsList())
            .extracting(OutputTensor::getKey)
            .containsExactly("TOKENS", "EMBEDDING");
        for (int i = 0; i < 2; i++) {
          assertSame(response.getFeatures().getOutputs(i), other.getFeatures().getOutputs(i));
        }
      }
    }
  }

  private static void assertSame(OutputTensor output, OutputTensor other) {
    assertThat(output.getKey()).isEqualTo(other.getKey());
    assertThat(output.getOutput()).isEqualTo(other.getOutput());
    assertThat(output.getTensor().getShapeList()).isEqualTo(other.getTensor().getShapeList());
    assertThat(floats(output)).containsExactly(floats(other), within(1e-6f));
  }

  private static float[] floats(OutputTensor output) {
    return Samples.embedding(Features.newBuilder().addOutputs(output).build());
  }

  @Test
  void aClassificationIsThatOfAnyOtherDoor() throws Exception {
    ClassifyRequest request =
        ClassifyRequest.newBuilder().setRequestId("a").setImage(Samples.image(3)).build();
    try (DoorClient here = open(Call.of(Method.CLASSIFY));
        DoorClient there = openOther(server, Call.of(Method.CLASSIFY))) {
      here.send(request);
      Classification response = here.nextClassification().getClassification();
      there.send(request);
      Classification other = there.nextClassification().getClassification();

      assertThat(response.getClassesCount()).isEqualTo(5);
      for (int i = 0; i < 5; i++) {
        assertThat(response.getClasses(i).getIndex()).isEqualTo(other.getClasses(i).getIndex());
        assertThat(response.getClasses(i).getLabel()).isEqualTo(other.getClasses(i).getLabel());
        assertThat(response.getClasses(i).getProbability())
            .isCloseTo(other.getClasses(i).getProbability(), within(1e-6f));
      }
    }
  }

  @Test
  void everyRequestHasExactlyOneAnswer() throws Exception {
    Map<String, String> expected = new HashMap<>();
    try (DoorClient client = embed()) {
      for (int i = 0; i < 300; i++) {
        String id = "r" + i;
        EmbedRequest.Builder request = Samples.request(i).setRequestId(id);
        expected.put(id, spoil(request, i));
        client.send(request.build());
      }
      client.halfClose();

      assertThat(client.end()).isEqualTo(DoorClient.OK);
      Map<String, String> actual = new HashMap<>();
      for (EmbedResponse response : client.rest()) {
        assertThat(actual.put(response.getRequestId(), outcome(response)))
            .as("an earlier answer to %s", response.getRequestId())
            .isNull();
      }
      assertThat(actual).isEqualTo(expected);
    }
  }

  /** Makes something of a good request; returns what becomes of it. */
  private static String spoil(EmbedRequest.Builder request, int kind) throws IOException {
    switch (kind % 10) {
      case 1 ->
          request.setImage(
              encoded(RunningServer.image("cat.jpg").getEncoded().substring(0, 9_000)));
      case 2 -> request.setImage(encoded(ByteString.copyFromUtf8("<html>not an image</html>")));
      case 3 -> request.clearImage();
      case 4 -> request.setModel("resnet");
      case 5 -> request.setTimeout(Durations.fromSeconds(-1));
      case 6 ->
          request.setOptions(
              EmbedOptions.newBuilder()
                  .addOutputs(Output.OUTPUT_EMBEDDING)
                  .addOutputs(Output.OUTPUT_EMBEDDING));
      case 7 ->
          request.setImage(
              Image.newBuilder().setPixels(Pixels.newBuilder().setWidth(-1).setHeight(-1)));
      case 8 -> request.setUnknownFields(field77());
      default -> {
        return DoorClient.OK;
      }
    }
    return switch (kind % 10) {
      case 1 -> "IMAGE_CORRUPT";
      case 2 -> "IMAGE_FORMAT_UNSUPPORTED";
      case 4 -> "MODEL_UNKNOWN";
      case 7 -> "IMAGE_TOO_LARGE";
      default -> "REQUEST_INVALID";
    };
  }

  private static Image encoded(ByteString bytes) {
    return Image.newBuilder().setEncoded(bytes).build();
  }

  private static UnknownFieldSet field77() {
    return UnknownFieldSet.newBuilder()
        .addField(77, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
        .build();
  }

  private static String outcome(EmbedResponse response) {
    return response.hasFeatures() ? DoorClient.OK : DoorClient.reason(response.getError());
  }

  @Test
  void aFieldThatTheServerDoesNotKnowIsTheErrorOfItsItemAndIsNamed() throws Exception {
    try (DoorClient client = embed()) {
      client.send(
          Samples.request(1)
              .setOptions(EmbedOptions.newBuilder().setUnknownFields(field77()))
              .build());
      EmbedResponse newer = client.next();
      client.send(Samples.request(2).build());

      assertThat(outcome(newer)).isEqualTo("REQUEST_INVALID");
      assertThat(newer.getError().getMessage()).contains("field 77", "ijepa.v1.EmbedOptions");
      Samples.assertRight(client.next().getFeatures(), 2);
    }
  }

  static Stream<Arguments> hostileBodies() {
    byte[] emptyOptions = {34, 0};
    byte[] oneof = {26, 4, 18, 0, 10, 0};
    byte[] unknown = {(byte) 0xb8, 0x3e, 1};
    byte[] groups = {(byte) 0xbb, 0x3e, (byte) 0xbc, 0x3e};
    return Stream.of(
            Arguments.of("entries", Bombs.field(4, Bombs.field(1, Bombs.filled(1, BOMB)))),
            Arguments.of("messages merged", Bombs.repeated(emptyOptions, BOMB)),
            Arguments.of("a oneof again and again", Bombs.repeated(oneof, BOMB)),
            Arguments.of("a string", Bombs.field(2, Bombs.filled('a', BOMB))),
            Arguments.of("unknown fields", Bombs.repeated(unknown, BOMB)),
            Arguments.of("unknown groups", Bombs.repeated(groups, BOMB)),
            Arguments.of("nothing but zeros", new byte[BOMB]))
        .flatMap(
            body ->
                Stream.of(false, true)
                    .map(compressed -> Arguments.of(body.get()[0], compressed, body.get()[1])));
  }

  @ParameterizedTest(name = "{0}, compressed: {1}")
  @MethodSource("hostileBodies")
  void aHostileBodyEndsItsStreamWithAReasonAndAnInnocentClientGoesOn(
      String kind, boolean compressed, byte[] body) throws Exception {
    Call call = Call.of(Method.EMBED).compressed(compressed);
    List<DoorClient> hostile = new ArrayList<>();
    try (DoorClient innocent = embed();
        DoorClient alone = open(call)) {
      assertServed(innocent, 1);
      alone.send(body);
      assertThat(alone.end()).as(kind).isEqualTo("REQUEST_INVALID");

      for (int i = 0; i < BOMBS_AT_ONCE; i++) {
        hostile.add(open(call));
      }
      hostile.forEach(client -> client.send(body));

      assertServed(innocent, 2);
      assertThat(hostile)
          .extracting(DoorClient::end)
          .as(kind)
          .isSubsetOf("REQUEST_INVALID", "SERVER_BUSY");
      assertServed(innocent, 3);
    } finally {
      hostile.forEach(DoorClient::close);
    }
  }

  private static void assertServed(DoorClient client, int sample) throws Exception {
    client.send(Samples.request(sample).build());
    Samples.assertRight(client.next().getFeatures(), sample);
  }

  @Test
  void aMessageThatIsTooLargeEndsItsStreamAndSaysSo() throws Exception {
    for (boolean compressed : new boolean[] {false, true}) {
      try (DoorClient innocent = embed();
          DoorClient client = open(Call.of(Method.EMBED).compressed(compressed))) {
        client.send(
            EmbedRequest.newBuilder()
                .setImage(encoded(ByteString.copyFrom(new byte[LARGEST_MESSAGE + 1])))
                .build());

        assertThat(client.end()).isEqualTo("IMAGE_TOO_LARGE");
        assertServed(innocent, 1);
      }
    }
  }

  @Test
  void bytesThatAreNoMessageOrNoGzipEndTheirStream() throws Exception {
    for (boolean compressed : new boolean[] {false, true}) {
      try (DoorClient client = open(Call.of(Method.EMBED).compressed(compressed))) {
        client.send(new byte[] {15});

        assertThat(client.end()).isEqualTo("REQUEST_INVALID");
      }
    }
  }

  @Test
  void anItemWhoseTimeoutPassesIsAnsweredAndNeverComputed() throws Exception {
    Gate gate = server.hold();
    try (DoorClient client = embed()) {
      client.send(Samples.request(1).build());
      gate.awaitRun();
      client.send(Samples.request(2).setTimeout(Durations.fromSeconds(600)).build());
      server.awaitQueued(1);

      server.parts().passTime(Duration.ofMinutes(11));

      EmbedResponse late = client.next();
      assertThat(late.getRequestId()).as("answered while the other one runs").isEqualTo("2");
      assertThat(outcome(late)).isEqualTo("ITEM_EXPIRED");
      gate.open();
      Samples.assertRight(client.next().getFeatures(), 1);
      assertThat(server.batches()).as("what was computed").hasSize(1);
    } finally {
      gate.open();
    }
  }

  @Test
  void aCancelledStreamFreesEverythingAndIsComputedNoFurther() throws Exception {
    int items = 20;
    Gate gate = server.hold();
    try (DoorClient client = embed()) {
      for (int i = 0; i < items; i++) {
        client.send(Samples.request(i).build());
      }
      int running = gate.awaitRun();
      server.awaitQueued(items - running);

      client.cancel();

      server.awaitQueued(0);
      gate.open();
      server.running().awaitIdle();
      assertThat(server.batches()).as("what was computed").hasSize(1);
    } finally {
      gate.open();
    }
  }

  @Test
  void aClientThatDoesNotReadIsHeldBackAndHoldsUpNobody() throws Exception {
    int items = 4 * WINDOW;
    double before = computed();
    EmbedOptions tokens = EmbedOptions.newBuilder().addOutputs(Output.OUTPUT_TOKENS).build();
    Gate gate = server.hold();
    try (DoorClient unread = open(Call.of(Method.EMBED).unread());
        DoorClient other = embed()) {
      for (int i = 0; i < items; i++) {
        unread.send(Samples.request(i).setOptions(tokens).build());
      }
      // So many responses are more than all buffers of the transport take.
      int running = gate.awaitRun();
      server.awaitQueued(WINDOW - running);
      gate.open();

      Eventually.holds(
          "it is held back",
          () -> {
            double others = 10;
            double computed = computed();
            for (int sample = 0; sample < others; sample++) {
              assertServed(other, sample);
            }
            return computed() == computed + others;
          });
      assertThat(computed() - before).isLessThan(items);
      assertThat(server.running().metrics().sum("ijepa_inflight_items"))
          .as("what is unread stays charged")
          .isGreaterThan(WINDOW / 2);
      assertThat(unread.hasEnded()).isFalse();
    } finally {
      gate.open();
    }
  }

  /** The number of images that the server has computed. */
  private double computed() throws Exception {
    return server.running().metrics().items("ok");
  }

  @Test
  void twoCallersShareEvenlyHoweverManyStreamsOneHas() throws Exception {
    int window = 32;
    int images = 240;
    int streams = 3;
    List<DoorClient> clients = new ArrayList<>();
    try (DoorServer own =
        new DoorServer(
            options -> {
              options.batching.maxBatchSize = 8;
              options.session.streamWindow = window;
              options.health.canaryInterval = Duration.ZERO;
              options.health.hangAfter = Duration.ofHours(10);
              configure(options);
            })) {
      Gate gate = own.hold();
      clients.add(greedy(own, "127.0.0.2", 0, images));
      for (int i = 0; i < streams; i++) {
        clients.add(greedy(own, "127.0.0.3", 1, images));
      }
      int inFlight = window * clients.size();
      int running = gate.awaitRun();
      own.awaitQueued(inFlight - running);
      // What was taken before all had something in the queue.
      gate.letOnePass();
      running = gate.awaitRun();
      own.awaitQueued(inFlight - running);
      own.batches().clear();

      for (int computed = 0; computed < images; computed += running) {
        gate.letOnePass();
        running = gate.awaitRun();
        own.awaitQueued(inFlight - running);
      }

      long mine = computed(own, 0);
      long all = mine + computed(own, 1);
      assertThat(all).isGreaterThanOrEqualTo(images);
      assertThat(mine / (double) all).isCloseTo(0.5, within(0.05));
      clients.forEach(DoorClient::cancel);
      gate.open();
      own.running().awaitIdle();
    } finally {
      clients.forEach(DoorClient::close);
    }
  }

  private DoorClient greedy(DoorServer at, String address, int sample, int items) throws Exception {
    DoorClient client = open(at, Call.of(Method.EMBED).from(address));
    for (int i = 0; i < items; i++) {
      client.send(Samples.request(sample).build());
    }
    return client;
  }

  private static long computed(DoorServer at, int sample) {
    byte[] pixels = Samples.pixels(sample);
    return at.batches().stream()
        .flatMap(List<ModelInput>::stream)
        .filter(input -> Arrays.equals(input.pixels(), pixels))
        .count();
  }

  @Test
  void aDrainAnswersWhatWasReceivedAndClosesThePort() throws Exception {
    int items = 40;
    int window = 16;
    try (DoorServer own =
            new DoorServer(
                options -> {
                  options.session.streamWindow = window;
                  options.health.canaryInterval = Duration.ZERO;
                  options.health.hangAfter = Duration.ofHours(10);
                  configure(options);
                });
        DoorClient client = open(own, Call.of(Method.EMBED));
        DoorClient idle = open(own, Call.of(Method.EMBED))) {
      int port = port(own);
      Gate gate = own.hold();
      for (int i = 0; i < items; i++) {
        client.send(Samples.request(i).setRequestId(Integer.toString(i)).build());
      }
      int running = gate.awaitRun();
      own.awaitQueued(window - running);
      assertKnown(idle);

      CompletableFuture<Void> closed =
          CompletableFuture.runAsync(
              () -> own.running().server().close(), task -> new Thread(task).start());
      Eventually.holds("it listens no more", () -> isRefused(port));
      assertThat(client.hasEnded()).isFalse();
      gate.open();

      assertThat(client.end()).isEqualTo("SERVER_NOT_SERVING");
      assertThat(idle.end()).isEqualTo("SERVER_NOT_SERVING");
      List<EmbedResponse> responses = client.rest();
      assertThat(responses).allMatch(EmbedResponse::hasFeatures);
      assertThat(responses.stream().map(response -> Integer.parseInt(response.getRequestId())))
          .as("each that was received, once")
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, responses.size()).boxed().toList())
          .hasSizeBetween(window, items - 1);
      closed.get(30, TimeUnit.SECONDS);
    }
  }

  /** The server knows of the stream: it has answered an item that needs no engine. */
  private static void assertKnown(DoorClient idle) throws Exception {
    idle.send(EmbedRequest.getDefaultInstance());
    assertThat(outcome(idle.next())).isEqualTo("REQUEST_INVALID");
  }

  private static boolean isRefused(int port) throws IOException {
    try {
      new Socket(InetAddress.getLoopbackAddress(), port).close();
      return false;
    } catch (ConnectException e) {
      return true;
    }
  }
}
