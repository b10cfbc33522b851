package dev.ijepa.client;

/**
 * One call of a stream: what a {@link StreamSession} needs of the network. A stream that outlives
 * its connection has several, one after the other. Nothing blocks. One thread at a time sends and
 * half-closes; any thread may ask for answers and cancel.
 */
interface OpenCall {
  /** Whether a message would leave now instead of piling up here. */
  boolean isReady();

  /** Sends an item; without effect once the call is over. */
  void send(long index, ReadImage image);

  /** Takes one more answer. */
  void requestAnswer();

  /** Says that nothing more will be sent. */
  void halfClose();

  /** Ends the call at once, on both sides. */
  void cancel();

  /**
   * What happens to the call, one event at a time.
   *
   * @param <T> what an answer is turned into
   */
  interface Listener<T> {
    /** {@link #isReady()} has become true. */
    void onReady();

    /** An item succeeded; {@code bytes} is the size of the answer. */
    void onValue(long index, T value, int bytes);

    /** An item failed. */
    void onItemError(long index, IjepaException error);

    /** The call is over; nothing follows. {@code error} says how, even if it ended well. */
    void onClosed(IjepaException error);
  }

  /**
   * Opens calls.
   *
   * @param <T> what an answer is turned into
   */
  @FunctionalInterface
  interface Opener<T> {
    /**
     * Opens a call. The listener may be called before this returns.
     *
     * @throws IjepaException if there can be no more calls
     */
    OpenCall open(Listener<T> listener);
  }
}
