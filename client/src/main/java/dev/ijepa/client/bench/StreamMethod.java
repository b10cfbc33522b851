package dev.ijepa.client.bench;

import com.google.rpc.Status;
import dev.ijepa.v1.Timings;
import io.grpc.MethodDescriptor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A stream's call, its requests and how its answers are read.
 *
 * @param error null if the answer is none
 * @param timings null if the answer lacks its result
 * @param <Q> the request message
 * @param <A> the answer message
 */
record StreamMethod<Q, A>(
    MethodDescriptor<Q, A> descriptor,
    RequestFactory<Q> requests,
    Function<A, String> id,
    Function<A, @Nullable Status> error,
    Function<A, @Nullable Timings> timings) {

  /** Names an item that is made already; copies nothing of the image. */
  interface RequestFactory<Q> {
    Q request(int image, String id);
  }
}
