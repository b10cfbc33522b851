package dev.ijepa.server.grpc;

import io.grpc.Codec;
import io.grpc.Decompressor;
import io.grpc.DecompressorRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

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
    return new Inflating(compressed);
  }

  private static final class Inflating extends InputStream {
    private final InputStream compressed;
    private @Nullable InputStream inflated;

    Inflating(InputStream compressed) {
      this.compressed = compressed;
    }

    private InputStream inflated() throws IOException {
      if (inflated == null) {
        inflated = new Members(compressed);
      }
      return inflated;
    }

    @Override
    public int read() throws IOException {
      return inflated().read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return inflated().read(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      (inflated == null ? compressed : inflated).close();
    }
  }

  /**
   * The JDK's own calls itself for each member that holds nothing: a few thousand, 20 bytes each,
   * overflow the thread's stack.
   */
  private static final class Members extends GZIPInputStream {
    private static final int MOST_EMPTY = 16;

    private int nested;

    Members(InputStream compressed) throws IOException {
      super(compressed);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (nested > MOST_EMPTY) {
        throw new ZipException("more than %d members hold nothing".formatted(MOST_EMPTY));
      }
      nested++;
      try {
        return super.read(bytes, offset, length);
      } finally {
        nested--;
      }
    }
  }
}
