package dev.ijepa.models.savedmodel;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** A few threads that work beside their owner's. */
final class Background implements AutoCloseable {
  private final ExecutorService executor;

  /**
   * Makes the threads when they are needed.
   *
   * @param threads how many tasks run at once
   */
  Background(int threads, String name) {
    executor = Executors.newFixedThreadPool(threads, tasks -> new Thread(tasks, name));
  }

  <T> Future<T> start(Callable<T> task) {
    return executor.submit(task);
  }

  /**
   * Waits for a task.
   *
   * @throws IOException if the task threw it, or the waiting thread is interrupted
   */
  static <T> T result(Future<T> task) throws IOException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  /**
   * Waits, however long, until all tasks are done: what they use may be closed afterwards.
   *
   * <p>They are not interrupted, which would close the checkpoint's files under its owner.
   */
  @Override
  public void close() {
    executor.shutdown();
    boolean interrupted = false;
    while (!executor.isTerminated()) {
      try {
        boolean unused = executor.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
