package dev.ijepa.server.logging;

import com.google.common.base.Ticker;
import dev.ijepa.server.grpc.CallerKey;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a line to the access log for each call, when it is over. */
final class LoggedCalls implements ServerInterceptor {
  private static final Logger log = LoggerFactory.getLogger(LogKeys.ACCESS);
  private static final double NANOS_PER_MILLI = 1e6;

  private final Ticker ticker;

  LoggedCalls(Ticker ticker) {
    this.ticker = ticker;
  }

  @Override
  public <RequestT, ResponseT> ServerCall.Listener<RequestT> interceptCall(
      ServerCall<RequestT, ResponseT> call,
      Metadata headers,
      ServerCallHandler<RequestT, ResponseT> next) {
    Entry entry =
        new Entry(
            CallerKey.current().name(),
            call.getMethodDescriptor().getFullMethodName(),
            ticker.read());
    return new SimpleForwardingServerCallListener<>(
        next.startCall(new LoggedCall<>(call, entry), headers)) {
      @Override
      public void onMessage(RequestT message) {
        entry.requests.incrementAndGet();
        super.onMessage(message);
      }

      @Override
      public void onComplete() {
        super.onComplete();
        write(entry, entry.status);
      }

      @Override
      public void onCancel() {
        super.onCancel();
        Status.Code status = entry.status;
        write(entry, status == Status.Code.OK ? Status.Code.CANCELLED : status);
      }
    };
  }

  private void write(Entry entry, Status.Code status) {
    double millis = (ticker.read() - entry.startNanos) / NANOS_PER_MILLI;
    log.atInfo()
        .setMessage("{} {} {} in {} ms, {} requests, {} responses")
        .addArgument(entry.client)
        .addArgument(entry.method)
        .addArgument(status)
        .addArgument(() -> "%.1f".formatted(millis))
        .addArgument(entry.requests)
        .addArgument(entry.responses)
        .addKeyValue(LogKeys.CLIENT, entry.client)
        .addKeyValue("method", entry.method)
        .addKeyValue("status", status)
        .addKeyValue("duration_ms", millis)
        .addKeyValue("requests", entry.requests.get())
        .addKeyValue("responses", entry.responses.get())
        .log();
  }

  /** What is known of a call until it is over. */
  private static final class Entry {
    private final String client;
    private final String method;
    private final long startNanos;
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong responses = new AtomicLong();

    /** A call that nobody closed was cancelled. */
    private volatile Status.Code status = Status.Code.CANCELLED;

    Entry(String client, String method, long startNanos) {
      this.client = client;
      this.method = method;
      this.startNanos = startNanos;
    }
  }

  /** Notes what the client gets. */
  private static final class LoggedCall<RequestT, ResponseT>
      extends SimpleForwardingServerCall<RequestT, ResponseT> {
    private final Entry entry;

    LoggedCall(ServerCall<RequestT, ResponseT> call, Entry entry) {
      super(call);
      this.entry = entry;
    }

    @Override
    public void sendMessage(ResponseT message) {
      entry.responses.incrementAndGet();
      super.sendMessage(message);
    }

    @Override
    public void close(Status status, Metadata trailers) {
      entry.status = status.getCode();
      super.close(status, trailers);
    }
  }
}
