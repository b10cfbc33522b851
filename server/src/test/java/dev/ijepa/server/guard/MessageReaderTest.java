package dev.ijepa.server.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Struct;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import com.google.protobuf.Value;
import com.google.protobuf.util.Durations;
import com.sun.management.ThreadMXBean;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.v1.EmbedOptions;
import dev.ijepa.v1.EmbedRequest;
import dev.ijepa.v1.Image;
import dev.ijepa.v1.Output;
import dev.ijepa.v1.Pixels;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MessageReaderTest {
  private static final int MIB = 1 << 20;
  private static final int UNKNOWN = 999;
  private static final MessageLimits LIMITS = MessageLimits.image(16 * MIB);

  /** What reading may allocate beside the message's own bytes, once, in chunks and joined. */
  private static final long SLACK = 512 << 10;

  private final MessageReader<EmbedRequest> reader =
      new MessageReader<>(EmbedRequest.getDefaultInstance(), LIMITS);
  private final AtomicLong charged = new AtomicLong();

  @Test
  void anOrdinaryRequestIsReadAsItIs() throws Exception {
    EmbedRequest request = photograph(100_000);

    assertThat(read(request.toByteArray())).isEqualTo(request);
  }

  @Test
  void anImageIsCopiedOnce() throws Exception {
    byte[] bytes = photograph(8 * MIB).toByteArray();
    read(bytes);

    long before = allocated();
    read(bytes);

    assertThat(allocated() - before).isBetween(8L * MIB, 8L * MIB + SLACK);
  }

  @Test
  void whatIsInflatedIsChargedBeforeItIsThere() throws Exception {
    EmbedRequest request = photograph(4 * MIB);
    byte[] compressed = gzip(request.toByteArray());
    assertThat(compressed).hasSizeLessThan(100_000);

    EmbedRequest read =
        reader
            .read(gunzip(compressed), MessageReader.UNKNOWN_LENGTH, upTo(Long.MAX_VALUE))
            .message();

    assertThat(read).isEqualTo(request);
    // In chunks, and joined.
    assertThat(charged.get()).isGreaterThan(8L * MIB);
  }

  @Test
  void whatInflatesBeyondTheRoomIsNotInflatedFurther() throws Exception {
    byte[] bomb = gzip(photograph(12 * MIB).toByteArray());
    long before = allocated();

    FailedException refusal =
        catchThrowableOfType(
            FailedException.class,
            () -> reader.read(gunzip(bomb), MessageReader.UNKNOWN_LENGTH, upTo(MIB)));

    assertThat(refusal.failure().reason()).isEqualTo(Reason.SERVER_BUSY);
    assertThat(allocated() - before).isLessThan(16 * MIB);
  }

  @Test
  void whatInflatesBeyondTheLimitIsTooLarge() throws Exception {
    byte[] bomb = gzip(photograph(64 * MIB).toByteArray());

    FailedException refusal =
        catchThrowableOfType(
            FailedException.class,
            () -> reader.read(gunzip(bomb), MessageReader.UNKNOWN_LENGTH, upTo(Long.MAX_VALUE)));

    assertThat(refusal.failure().reason()).isEqualTo(Reason.IMAGE_TOO_LARGE);
    assertThat(refusal).hasMessageContaining("16,777,216");
    // Its length stands at its beginning.
    assertThat(charged.get()).isLessThan(MIB);
  }

  @Test
  void fieldsThatInflateBeyondTheLimitTogetherAreTooLarge() throws Exception {
    byte[] image = field(EmbedRequest.IMAGE_FIELD_NUMBER, new byte[0]);
    byte[] parts = repeated(field(Image.ENCODED_FIELD_NUMBER, new byte[MIB]), 64);
    byte[] bomb = gzip(concat(image, parts));

    FailedException refusal =
        catchThrowableOfType(
            FailedException.class,
            () -> reader.read(gunzip(bomb), MessageReader.UNKNOWN_LENGTH, upTo(Long.MAX_VALUE)));

    assertThat(refusal.failure().reason()).isIn(Reason.IMAGE_TOO_LARGE, Reason.REQUEST_INVALID);
    assertThat(charged.get()).isLessThan(20L * MIB);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bombs")
  void aCompressedBombIsInflatedNoFurtherThanToItsFault(String kind, byte[] bomb) throws Exception {
    byte[] compressed = gzip(bomb);

    FailedException refusal =
        catchThrowableOfType(
            FailedException.class,
            () ->
                reader.read(
                    gunzip(compressed), MessageReader.UNKNOWN_LENGTH, upTo(Long.MAX_VALUE)));

    assertThat(refusal.failure().reason()).as(kind).isEqualTo(Reason.REQUEST_INVALID);
    assertThat(charged.get()).as(kind).isLessThan(SLACK);
  }

  static Stream<Arguments> bombs() throws IOException {
    int options = EmbedRequest.OPTIONS_FIELD_NUMBER;
    int outputs = EmbedOptions.OUTPUTS_FIELD_NUMBER;
    int image = EmbedRequest.IMAGE_FIELD_NUMBER;
    byte[] pixels = field(Image.PIXELS_FIELD_NUMBER, new byte[0]);
    byte[] encoded = field(Image.ENCODED_FIELD_NUMBER, new byte[0]);
    return Stream.of(
        Arguments.of("packed entries", field(options, field(outputs, ones(8 * MIB)))),
        Arguments.of("entries", field(options, repeated(new byte[] {8, 1}, 4 * MIB))),
        Arguments.of(
            "entries in many messages",
            repeated(field(options, field(outputs, ones(30))), 200_000)),
        Arguments.of("a string", field(EmbedRequest.MODEL_FIELD_NUMBER, ones(8 * MIB))),
        Arguments.of("strings", repeated(field(1, ones(100)), 80_000)),
        Arguments.of("a message again and again", repeated(field(options, new byte[0]), MIB)),
        Arguments.of(
            "a oneof again and again", field(image, repeated(concat(pixels, encoded), MIB))),
        Arguments.of("unknown numbers", repeated(number(UNKNOWN), 2 * MIB)),
        Arguments.of("unknown groups", groups(1, MIB)),
        Arguments.of("unknown groups, nested", groups(500_000, 1)),
        Arguments.of("unknown bytes", repeated(field(UNKNOWN, new byte[1]), 2 * MIB)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bombs")
  void whatParsingWouldAllocateIsBoundedBeforeItIsParsed(String kind, byte[] bomb)
      throws Exception {
    read(photograph(10).toByteArray());
    long before = allocated();

    FailedException refusal = catchThrowableOfType(FailedException.class, () -> read(bomb));

    assertThat(refusal.failure().reason()).as(kind).isEqualTo(Reason.REQUEST_INVALID);
    assertThat(allocated() - before).as(kind).isLessThan(bomb.length + SLACK);
  }

  @Test
  void whatTheContractDoesNotKnowIsNotKeptAtAnyDepth() throws Exception {
    UnknownFieldSet unknown =
        UnknownFieldSet.newBuilder()
            .addField(
                UNKNOWN,
                Field.newBuilder()
                    .addGroup(UnknownFieldSet.getDefaultInstance())
                    .addVarint(7)
                    .addFixed32(7)
                    .addFixed64(7)
                    .addLengthDelimited(ByteString.copyFromUtf8("text"))
                    .build())
            .build();
    EmbedRequest known = photograph(50);
    EmbedRequest sent =
        known.toBuilder()
            .setUnknownFields(unknown)
            .setImage(known.getImage().toBuilder().setUnknownFields(unknown))
            .build();

    assertThat(read(sent.toByteArray())).isEqualTo(known);
  }

  static Stream<Arguments> unknownFields() {
    int options = EmbedRequest.OPTIONS_FIELD_NUMBER;
    byte[] lengthInsteadOfTruth = field(EmbedOptions.L2_NORMALIZE_FIELD_NUMBER, new byte[1]);
    byte[] numberInsteadOfText = number(EmbedRequest.MODEL_FIELD_NUMBER);
    return Stream.of(
        Arguments.of(number(UNKNOWN), "field 999 (wire type 0) of ijepa.v1.EmbedRequest"),
        Arguments.of(
            field(options, field(77, new byte[3])),
            "field 77 (wire type 2) of ijepa.v1.EmbedOptions"),
        Arguments.of(
            field(EmbedRequest.TIMEOUT_FIELD_NUMBER, number(3)),
            "field 3 (wire type 0) of google.protobuf.Duration"),
        Arguments.of(numberInsteadOfText, "field 2 (wire type 0) of ijepa.v1.EmbedRequest"),
        Arguments.of(
            field(options, lengthInsteadOfTruth),
            "field 3 (wire type 2) of ijepa.v1.EmbedOptions"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("unknownFields")
  void aFieldThatTheContractDoesNotKnowIsAFaultThatNamesIt(byte[] unknown, String named)
      throws Exception {
    EmbedRequest known = photograph(50);

    ReadMessage<EmbedRequest> read = read(reader, concat(known.toByteArray(), unknown));

    assertThat(read.message().getRequestId()).isEqualTo(known.getRequestId());
    assertThat(read.fault())
        .hasValue(new Failure(Reason.REQUEST_INVALID, named + " is unknown to this server"));
  }

  @Test
  void inTheContractsOfOthersUnknownFieldsAreSkipped() throws Exception {
    MessageReader<EmbedRequest> lenient =
        new MessageReader<>(EmbedRequest.getDefaultInstance(), MessageLimits.SMALL);

    ReadMessage<EmbedRequest> read = read(lenient, number(UNKNOWN));

    assertThat(read.message()).isEqualTo(EmbedRequest.getDefaultInstance());
    assertThat(read.fault()).isEmpty();
  }

  @Test
  void listsMayComePackedOrNot() throws Exception {
    int outputs = EmbedOptions.OUTPUTS_FIELD_NUMBER;
    byte[] both = concat(number(outputs), field(outputs, new byte[] {1, 3}));

    ReadMessage<EmbedRequest> read = read(reader, field(EmbedRequest.OPTIONS_FIELD_NUMBER, both));

    assertThat(read.fault()).isEmpty();
    assertThat(read.message().getOptions().getOutputsCount()).isEqualTo(3);
  }

  @Test
  void aSmallImageDoesNotKeepALargeMessage() throws Exception {
    byte[] message = concat(photograph(10).toByteArray(), field(UNKNOWN, new byte[4 * MIB]));
    long before = usedAfterCollection();

    EmbedRequest read = read(message);

    long kept = usedAfterCollection() - before;
    assertThat(read.getImage().getEncoded().size()).isEqualTo(10);
    assertThat(kept).isLessThan(2 * MIB);
  }

  @Test
  void whatIsNoMessageIsSaidToBeNone() {
    byte[] endOfAGroup = {(UNKNOWN << 3 & 0x78) | 4};
    byte[] notUtf8 = {10, 1, (byte) 0xff};
    byte[] endlessNumber = {8, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1};
    byte[] negativeLength = {10, -1, -1, -1, -1, 15};
    for (byte[] bytes :
        new byte[][] {
          {10, 100, 1},
          {0},
          {10},
          {15},
          {(byte) 0x80},
          {13, 1},
          {9, 1},
          {11},
          endOfAGroup,
          notUtf8,
          endlessNumber,
          negativeLength
        }) {
      FailedException refusal = catchThrowableOfType(FailedException.class, () -> read(bytes));
      assertThat(refusal.failure().reason()).isEqualTo(Reason.REQUEST_INVALID);
    }
  }

  @Test
  void compressedBytesThatAreNoneAreSaidToBeCorrupt() throws Exception {
    byte[] cut = gzip(photograph(1000).toByteArray());
    cut[cut.length / 2] ^= 0x55;

    FailedException refusal =
        catchThrowableOfType(
            FailedException.class,
            () -> reader.read(gunzip(cut), MessageReader.UNKNOWN_LENGTH, upTo(Long.MAX_VALUE)));

    assertThat(refusal.failure().reason()).isEqualTo(Reason.REQUEST_INVALID);
    assertThat(refusal).hasMessageContaining("compressed");
  }

  @Test
  void mapsAndNestedMessagesAreBoundedToo() {
    MessageReader<Struct> structs = new MessageReader<>(Struct.getDefaultInstance(), LIMITS);
    Struct.Builder wide = Struct.newBuilder();
    for (int i = 0; i < 10_000; i++) {
      wide.putFields(Integer.toString(i), Value.newBuilder().setBoolValue(true).build());
    }
    Value deep = Value.newBuilder().setBoolValue(true).build();
    for (int i = 0; i < 20; i++) {
      deep = Value.newBuilder().setStructValue(Struct.newBuilder().putFields("", deep)).build();
    }

    for (Struct bomb :
        new Struct[] {wide.build(), Struct.newBuilder().putFields("", deep).build()}) {
      FailedException refusal =
          catchThrowableOfType(
              FailedException.class,
              () ->
                  structs.read(
                      new ByteArrayInputStream(bomb.toByteArray()),
                      bomb.getSerializedSize(),
                      upTo(Long.MAX_VALUE)));
      assertThat(refusal.failure().reason()).isEqualTo(Reason.REQUEST_INVALID);
    }
  }

  /** Has room for so many bytes. */
  private Charge upTo(long most) {
    return new Charge() {
      @Override
      public void inflate(long bytes) throws FailedException {
        if (charged.addAndGet(bytes) > most) {
          throw new FailedException(Reason.SERVER_BUSY, "no room");
        }
      }

      @Override
      public void objects(long bytes) {
        charged.addAndGet(bytes);
      }
    };
  }

  private EmbedRequest read(byte[] bytes) throws FailedException {
    return read(reader, bytes).message();
  }

  private ReadMessage<EmbedRequest> read(MessageReader<EmbedRequest> by, byte[] bytes)
      throws FailedException {
    return by.read(new ByteArrayInputStream(bytes), bytes.length, upTo(Long.MAX_VALUE));
  }

  private static EmbedRequest photograph(int bytes) {
    return EmbedRequest.newBuilder()
        .setRequestId("é".repeat(20))
        .setModel("a model")
        .setImage(Image.newBuilder().setEncoded(ByteString.copyFrom(new byte[bytes])))
        .setOptions(
            EmbedOptions.newBuilder()
                .addOutputs(Output.OUTPUT_EMBEDDING)
                .addOutputs(Output.OUTPUT_TOKENS)
                .setL2Normalize(true))
        .setTimeout(Durations.fromSeconds(1))
        .build();
  }

  private static byte[] field(int number, byte[] content) {
    ByteString bytes = ByteString.copyFrom(content);
    return message(
        UnknownFieldSet.newBuilder()
            .addField(number, Field.newBuilder().addLengthDelimited(bytes).build()));
  }

  private static byte[] number(int number) {
    return message(
        UnknownFieldSet.newBuilder().addField(number, Field.newBuilder().addVarint(1).build()));
  }

  private static byte[] message(UnknownFieldSet.Builder fields) {
    return Pixels.newBuilder().setUnknownFields(fields.build()).build().toByteArray();
  }

  /** So many groups, each with others in it. */
  private static byte[] groups(int deep, int times) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    for (int i = 0; i < times; i++) {
      for (int depth = 0; depth < deep; depth++) {
        out.writeUInt32NoTag(UNKNOWN << 3 | 3);
      }
      for (int depth = 0; depth < deep; depth++) {
        out.writeUInt32NoTag(UNKNOWN << 3 | 4);
      }
    }
    out.flush();
    return bytes.toByteArray();
  }

  private static byte[] ones(int count) {
    byte[] ones = new byte[count];
    java.util.Arrays.fill(ones, (byte) 1);
    return ones;
  }

  private static byte[] repeated(byte[] part, int times) {
    byte[] bytes = new byte[part.length * times];
    for (int i = 0; i < times; i++) {
      System.arraycopy(part, 0, bytes, i * part.length, part.length);
    }
    return bytes;
  }

  private static byte[] concat(byte[] first, byte[] second) {
    return ByteString.copyFrom(first).concat(ByteString.copyFrom(second)).toByteArray();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
      out.write(bytes);
    }
    return compressed.toByteArray();
  }

  private static InputStream gunzip(byte[] bytes) throws IOException {
    return new GZIPInputStream(new ByteArrayInputStream(bytes));
  }

  /** Bytes that this thread has allocated so far. */
  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  private static long usedAfterCollection() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
