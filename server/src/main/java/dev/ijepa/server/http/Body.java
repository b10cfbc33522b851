package dev.ijepa.server.http;

import dev.ijepa.server.guard.Charge;

/** The body of a request, inflated. */
public final class Body {
  private final byte[] bytes;
  private final String contentType;
  private final Charge charge;

  /** A body; the array is not copied. */
  public Body(byte[] bytes, String contentType, Charge charge) {
    this.bytes = bytes;
    this.contentType = contentType;
    this.charge = charge;
  }

  /** All of it. The array is not copied. */
  public byte[] bytes() {
    return bytes;
  }

  /** The header; empty if there is none. */
  public String contentType() {
    return contentType;
  }

  /** What reading it takes is charged to this, until the handler returns. */
  public Charge charge() {
    return charge;
  }
}
