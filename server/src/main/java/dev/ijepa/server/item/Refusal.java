package dev.ijepa.server.item;

import java.util.Locale;

/** Why the server refuses work that it could do at another time. */
public enum Refusal {
  /** The budget of bytes in flight is full. */
  BUDGET,
  /** The client has in flight what one client may have. */
  CLIENT_BUDGET,
  /** The item would wait longer than its deadline or {@code --max-queue-time} allows. */
  QUEUE_TIME,
  /** Too many bytes of streams wait for admission. */
  WAITING,
  /** Too many bytes are being received or inflated. */
  RECEIVING,
  /** Too many calls are open. */
  CALLS,
  /** Too many connections are open, in total or from one address. */
  CONNECTIONS,
  /** The client did not read its responses, and others need the memory. */
  UNREAD;

  /** The label of the metric: {@code client_budget}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
