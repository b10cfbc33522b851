package dev.ijepa.server.grpc;

import dev.ijepa.server.guard.GzipStream;
import io.grpc.Codec;
import io.grpc.Decompressor;
import io.grpc.DecompressorRegistry;
import java.io.InputStream;

/**
 * gzip that is opened when it is read: in the call's own thread, where bytes that are no gzip are
 * answered with a reason. gRPC's own codec reads the header in the connection's thread, and ends
 * the call with UNKNOWN.
 */
final class LazyGzip implements Decompressor {
  private LazyGzip() {}

  /** This, and no compression. */
  static DecompressorRegistry registry() {
    return DecompressorRegistry.emptyInstance()
        .with(new LazyGzip(), true)
        .with(Codec.Identity.NONE, false);
  }

  @Override
  public String getMessageEncoding() {
    return "gzip";
  }

  @Override
  public InputStream decompress(InputStream compressed) {
    return new GzipStream(compressed);
  }
}
