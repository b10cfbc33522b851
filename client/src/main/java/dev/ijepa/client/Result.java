package dev.ijepa.client;

/**
 * What became of one input of a stream: each input has exactly one.
 *
 * @param <T> what a success holds
 */
public sealed interface Result<T> permits Result.Ok, Result.Failed {

  /** The position of the input among all inputs of its stream, from 0. */
  long index();

  /** The name of the input. */
  String name();

  /**
   * The value.
   *
   * @throws IjepaException if the item failed
   */
  T orElseThrow();

  /**
   * An input that was answered.
   *
   * @param index the position of the input, from 0
   * @param name the name of the input
   * @param value the answer
   */
  record Ok<T>(long index, String name, T value) implements Result<T> {
    @Override
    public T orElseThrow() {
      return value;
    }
  }

  /**
   * An input that has no answer: it could not be read, or the server refused it.
   *
   * @param index the position of the input, from 0
   * @param name the name of the input
   * @param error why
   */
  record Failed<T>(long index, String name, IjepaException error) implements Result<T> {
    @Override
    public T orElseThrow() {
      throw error;
    }
  }
}
