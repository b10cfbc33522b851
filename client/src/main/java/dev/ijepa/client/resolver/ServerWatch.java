package dev.ijepa.client.resolver;

/** Hears of the servers of a channel. Called in the channel's synchronization context. */
public interface ServerWatch {
  /** The names are about to be looked up again: a time to try servers that were out of reach. */
  void lookingAgain();

  /** There is a server that was not there before. */
  void serverAdded();
}
