package dev.ijepa.client;

import dev.ijepa.v1.StreamOptions;
import io.grpc.MethodDescriptor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What differs between the streams of the contract: their messages.
 *
 * @param <Q> the request message
 * @param <A> the answer message
 * @param <T> what an answer is turned into
 */
interface ItemMethod<Q, A, T> {
  /** The RPC. */
  MethodDescriptor<Q, A> descriptor();

  /**
   * Checks whether the method can do what is wanted of an image.
   *
   * @throws IjepaException if it can't
   */
  default void check(ReadImage image) {}

  /** The request for an item; the first of a call carries the options of the stream. */
  Q request(String id, ReadImage image, @Nullable StreamOptions firstOfItsCall);

  /** The id of the request that this answers. */
  String id(A answer);

  /** The size of the answer, in bytes. */
  int bytes(A answer);

  /** Why the item failed; empty if it did not. */
  Optional<IjepaException> error(A answer);

  /**
   * The value of an answer that is no error.
   *
   * @throws IjepaException if the answer is against the contract
   */
  T value(A answer);
}
