package dev.ijepa.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.ijepa.server.identity.Caller;
import dev.ijepa.server.item.ModelEvents;
import dev.ijepa.server.item.Priority;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class JsonLinesTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  private final Logger log = (Logger) LoggerFactory.getLogger("json lines");
  private final ListAppender<ILoggingEvent> events =
      new ListAppender<>() {
        @Override
        protected void append(ILoggingEvent event) {
          // What the thread says of it, before it says something else.
          event.prepareForDeferredProcessing();
          super.append(event);
        }
      };
  private final JsonLines encoder = new JsonLines();

  @BeforeEach
  void listen() {
    log.setLevel(Level.INFO);
    log.setAdditive(false);
    events.start();
    log.addAppender(events);
  }

  @AfterEach
  void stop() {
    log.detachAppender(events);
  }

  @Test
  void aLineHasTheTimeWithItsZoneAndWhateverTheMessageSays() {
    log.warn("a \"quote\", a\nnew line and {}", "ünïcode");

    JsonObject line = line();
    assertThat(text(line, "timestamp"))
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}(Z|[+-]\\d\\d:\\d\\d)");
    assertThat(text(line, "level")).isEqualTo("WARN");
    assertThat(text(line, "logger")).isEqualTo("json lines");
    assertThat(text(line, "message")).isEqualTo("a \"quote\", a\nnew line and ünïcode");
    assertThat(line.has("trace_id")).isFalse();
  }

  @Test
  void anExceptionIsTheStackTrace() {
    log.error("it failed", new IllegalStateException("broken"));

    assertThat(text(line(), "exception"))
        .startsWith("java.lang.IllegalStateException: broken")
        .contains("JsonLinesTest");
  }

  @Test
  void anEventAboutAModelNamesItAndPairsKeepTheirTypes() {
    ModelEvents.about("mine", log.atInfo()).addKeyValue("n", 3).log("it computes");

    JsonObject line = line();
    assertThat(text(line, "message")).isEqualTo("it computes");
    assertThat(text(line, "model")).isEqualTo("mine");
    assertThat(line.get("n").getAsInt()).isEqualTo(3);
  }

  @Test
  void aMessageThatOnlyBeginsLikeOneAboutAModelNamesNone() {
    log.info("Model '{}' is not what it seems", "/some/file");

    assertThat(line().has("model")).isFalse();
  }

  @Test
  void whatIsLoggedOfAnItemNamesItsModelAndItsClient() {
    NamedItem item = new NamedItem("mine", new Caller("127.0.0.2"), Priority.BATCH);

    item.within(() -> log.info("decoded"));
    log.info("after it");

    JsonObject of = line();
    assertThat(text(of, "model")).isEqualTo("mine");
    assertThat(text(of, "client")).isEqualTo("127.0.0.2");
    assertThat(text(encoded(1), "message")).isEqualTo("after it");
    assertThat(encoded(1).has("client")).isFalse();
  }

  @Test
  void theTraceOfTheThreadIsInItsLines() {
    Span span =
        Span.wrap(
            SpanContext.create(
                TRACE, "b7ad6b7169203331", TraceFlags.getSampled(), TraceState.getDefault()));
    log.info("traced");

    JsonObject line = Context.root().with(span).wrapSupplier(this::line).get();

    assertThat(text(line, "trace_id")).isEqualTo(TRACE);
    assertThat(text(line, "span_id")).isEqualTo("b7ad6b7169203331");
  }

  private JsonObject line() {
    return encoded(0);
  }

  private JsonObject encoded(int event) {
    String line = new String(encoder.encode(events.list.get(event)), StandardCharsets.UTF_8);
    assertThat(line).endsWith("\n");
    assertThat(line.lines()).hasSize(1);
    return JsonParser.parseString(line).getAsJsonObject();
  }

  private static String text(JsonObject line, String key) {
    return line.get(key).getAsString();
  }
}
