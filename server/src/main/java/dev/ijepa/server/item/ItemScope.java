package dev.ijepa.server.item;

/**
 * While a scope is open, its thread works for one item: log lines and exemplars that are written in
 * it name the item's trace. The thread that opened it closes it.
 */
@FunctionalInterface
public interface ItemScope extends AutoCloseable {
  /** Names nothing. */
  ItemScope NONE = () -> {};

  @Override
  void close();
}
