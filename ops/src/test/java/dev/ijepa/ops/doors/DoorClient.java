package dev.ijepa.ops.doors;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import dev.ijepa.v1.ClassifyResponse;
import dev.ijepa.v1.EmbedResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client's side of one stream, whatever the door. */
abstract class DoorClient implements AutoCloseable {
  /** How a stream ends that has all its responses. */
  static final String OK = "OK";

  /** How a stream ends without a word of the server. */
  static final String HUNG_UP = "hung up";

  /** The methods that a door has. */
  enum Method {
    EMBED,
    CLASSIFY
  }

  /**
   * A stream to be opened.
   *
   * @param isCompressed whether its requests are compressed with gzip
   * @param from the client's own address
   * @param isRead whether the client reads its responses
   */
  record Call(Method method, boolean isCompressed, String from, boolean isRead) {
    static Call of(Method method) {
      return new Call(method, false, "127.0.0.1", true);
    }

    Call compressed(boolean whether) {
      return new Call(method, whether, from, isRead);
    }

    Call from(String address) {
      return new Call(method, isCompressed, address, isRead);
    }

    Call unread() {
      return new Call(method, isCompressed, from, false);
    }
  }

  private final BlockingQueue<byte[]> responses = new LinkedBlockingQueue<>();
  private final CompletableFuture<String> end = new CompletableFuture<>();

  /** Sends bytes as a message, whatever they are. Does not wait until the server reads. */
  abstract void send(byte[] message);

  /** Says that no more messages come. */
  abstract void halfClose();

  /** Gives up the stream. */
  abstract void cancel();

  @Override
  public void close() {
    cancel();
  }

  final void send(Message request) {
    send(request.toByteArray());
  }

  final void received(byte[] response) {
    responses.add(response);
  }

  final void ended(String how) {
    end.complete(how);
  }

  final void ended(Status status) {
    ended(status.getCode() == 0 ? OK : reason(status));
  }

  final EmbedResponse next() throws Exception {
    return EmbedResponse.parseFrom(nextBytes());
  }

  final ClassifyResponse nextClassification() throws Exception {
    return ClassifyResponse.parseFrom(nextBytes());
  }

  private byte[] nextBytes() throws InterruptedException {
    byte[] response = responses.poll(30, TimeUnit.SECONDS);
    if (response == null) {
      throw new AssertionError("no response");
    }
    return response;
  }

  /** How the stream ended: {@link #OK}, the reason of a failure, or {@link #HUNG_UP}. */
  final String end() {
    return end.orTimeout(30, TimeUnit.SECONDS).join();
  }

  final boolean hasEnded() {
    return end.isDone();
  }

  /** All that came and was not taken yet. */
  final List<EmbedResponse> rest() throws InvalidProtocolBufferException {
    List<byte[]> rest = new ArrayList<>();
    responses.drainTo(rest);
    List<EmbedResponse> parsed = new ArrayList<>();
    for (byte[] response : rest) {
      parsed.add(EmbedResponse.parseFrom(response));
    }
    return parsed;
  }

  /** The reason of the ErrorInfo in a status. */
  static String reason(Status status) {
    try {
      for (Any detail : status.getDetailsList()) {
        if (detail.is(ErrorInfo.class)) {
          return detail.unpack(ErrorInfo.class).getReason();
        }
      }
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
    throw new AssertionError("no ErrorInfo in " + status);
  }
}
