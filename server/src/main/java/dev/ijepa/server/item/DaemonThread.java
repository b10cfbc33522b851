package dev.ijepa.server.item;

/** Threads that end with the process: a start that fails half-way must not leave it hanging. */
public final class DaemonThread {
  private DaemonThread() {}

  /** A thread that is not started yet. */
  public static Thread of(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }
}
