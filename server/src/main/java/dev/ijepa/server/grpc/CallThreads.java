package dev.ijepa.server.grpc;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The threads in which calls are handled. Calls whose messages may be compressed have one of their
 * own: sixteen kilobytes of gzip can take a tenth of a second to inflate, and those who send them
 * wait for each other, not the others for them.
 */
final class CallThreads implements ServerCallExecutorSupplier {
  private static final Metadata.Key<String> ENCODING =
      Metadata.Key.of("grpc-encoding", Metadata.ASCII_STRING_MARSHALLER);

  private final ExecutorService plain =
      threads("ijepa-rpc-%d", Math.max(4, 2 * Runtime.getRuntime().availableProcessors()));
  private final ExecutorService compressed =
      threads("ijepa-inflate-%d", Math.max(1, Runtime.getRuntime().availableProcessors() / 4));

  /** For everything that is not the handling of a call. */
  Executor common() {
    return plain;
  }

  @Override
  public <RequestT, ResponseT> Executor getExecutor(
      ServerCall<RequestT, ResponseT> call, Metadata headers) {
    String encoding = headers.get(ENCODING);
    return encoding == null || encoding.equals("identity") ? plain : compressed;
  }

  private static ExecutorService threads(String name, int count) {
    return Executors.newFixedThreadPool(
        count, new ThreadFactoryBuilder().setNameFormat(name).setDaemon(true).build());
  }

  void close() {
    plain.shutdown();
    compressed.shutdown();
  }
}
