package dev.ijepa.client.bench;

import dev.ijepa.v1.Timings;
import io.grpc.MethodDescriptor;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A unary call and the requests that go round in it, made once.
 *
 * @param timings null if the answer lacks its result
 * @param <Q> the request message
 * @param <A> the answer message
 */
record UnaryMethod<Q, A>(
    MethodDescriptor<Q, A> descriptor, List<Q> requests, Function<A, @Nullable Timings> timings) {}
