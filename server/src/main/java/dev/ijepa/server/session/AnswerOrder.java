package dev.ijepa.server.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The order of a stream's responses. What it holds back is bounded by the items that the stream may
 * have in flight. Not safe for use by several threads at once.
 */
interface AnswerOrder<T> {
  /**
   * A response is ready.
   *
   * @param index of its request in the stream
   * @return what can be sent now
   */
  List<T> ready(long index, T response);

  /** What is held back until others are ready. */
  Collection<T> held();

  /** As they are ready. */
  static <T> AnswerOrder<T> asReady() {
    return new AnswerOrder<>() {
      @Override
      public List<T> ready(long index, T response) {
        return List.of(response);
      }

      @Override
      public Collection<T> held() {
        return List.of();
      }
    };
  }

  /** In the order of the requests. */
  static <T> AnswerOrder<T> asRequested() {
    return new AnswerOrder<>() {
      private final Map<Long, T> held = new HashMap<>();
      private long next;

      @Override
      public List<T> ready(long index, T response) {
        held.put(index, response);
        List<T> sendable = new ArrayList<>();
        T following;
        while ((following = held.remove(next)) != null) {
          sendable.add(following);
          next++;
        }
        return sendable;
      }

      @Override
      public Collection<T> held() {
        return held.values();
      }
    };
  }
}
