package dev.ijepa.ops.e2e;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A collector of traces: OTLP over HTTP, as far as a test looks at it. */
final class OtlpStub implements AutoCloseable {
  /**
   * A span, with the ids in hexadecimal digits and the times in nanoseconds since 1970.
   *
   * @param links ids of spans
   * @param attributes strings and integers, as text
   */
  record OtlpSpan(
      String traceId,
      String id,
      String parentId,
      String name,
      long startNanos,
      long endNanos,
      Map<String, String> attributes,
      List<String> links) {
    long nanos() {
      return endNanos - startNanos;
    }
  }

  // The numbers of opentelemetry/proto/trace/v1/trace.proto.
  private static final int RESOURCE_SPANS = 1;
  private static final int SCOPE_SPANS = 2;
  private static final int SPANS = 2;
  private static final int TRACE_ID = 1;
  private static final int SPAN_ID = 2;
  private static final int PARENT_ID = 4;
  private static final int NAME = 5;
  private static final int START = 7;
  private static final int END = 8;
  private static final int ATTRIBUTES = 9;
  private static final int LINKS = 13;

  private final List<OtlpSpan> spans = new CopyOnWriteArrayList<>();
  private final HttpServer http;

  OtlpStub() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/v1/traces", this::receive);
    http.start();
  }

  /** The variables that let a server send its traces here, soon. */
  Map<String, String> environment() {
    return Map.of(
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "http://localhost:" + http.getAddress().getPort(),
        "OTEL_BSP_SCHEDULE_DELAY",
        "20");
  }

  /** All that have come. */
  List<OtlpSpan> spans() {
    return List.copyOf(spans);
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      UnknownFieldSet request = UnknownFieldSet.parseFrom(exchange.getRequestBody());
      for (UnknownFieldSet resource : messages(request, RESOURCE_SPANS)) {
        for (UnknownFieldSet scope : messages(resource, SCOPE_SPANS)) {
          for (UnknownFieldSet span : messages(scope, SPANS)) {
            spans.add(span(span));
          }
        }
      }
      exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private static OtlpSpan span(UnknownFieldSet span) throws IOException {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (UnknownFieldSet attribute : messages(span, ATTRIBUTES)) {
      attributes.put(text(attribute, 1), value(messages(attribute, 2).get(0)));
    }
    return new OtlpSpan(
        hex(span, TRACE_ID),
        hex(span, SPAN_ID),
        hex(span, PARENT_ID),
        text(span, NAME),
        span.getField(START).getFixed64List().get(0),
        span.getField(END).getFixed64List().get(0),
        attributes,
        messages(span, LINKS).stream().map(link -> hex(link, SPAN_ID)).toList());
  }

  private static String value(UnknownFieldSet any) {
    String text = text(any, 1);
    return text.isEmpty() ? String.valueOf(any.getField(3).getVarintList().get(0)) : text;
  }

  private static List<UnknownFieldSet> messages(UnknownFieldSet of, int field) throws IOException {
    List<UnknownFieldSet> messages = new ArrayList<>();
    for (ByteString bytes : of.getField(field).getLengthDelimitedList()) {
      messages.add(UnknownFieldSet.parseFrom(bytes));
    }
    return messages;
  }

  private static ByteString bytes(UnknownFieldSet of, int field) {
    return of.getField(field).getLengthDelimitedList().stream()
        .findFirst()
        .orElse(ByteString.EMPTY);
  }

  private static String text(UnknownFieldSet of, int field) {
    return bytes(of, field).toStringUtf8();
  }

  private static String hex(UnknownFieldSet of, int field) {
    return HexFormat.of().formatHex(bytes(of, field).toByteArray());
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
