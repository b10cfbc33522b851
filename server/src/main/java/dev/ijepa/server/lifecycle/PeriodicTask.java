package dev.ijepa.server.lifecycle;

import java.time.Duration;

/**
 * Something that a running server does again and again. A room contributes its tasks to the set
 * that {@link PeriodicTasks} runs.
 *
 * @param name for the thread's name and the log
 * @param interval between the end of a run and the start of the next; zero: the task never runs
 * @param action may throw: its next run comes all the same
 */
public record PeriodicTask(String name, Duration interval, Runnable action) {}
