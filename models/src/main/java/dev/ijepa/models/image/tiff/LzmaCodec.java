package dev.ijepa.models.image.tiff;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageException.Reason;
import dev.ijepa.models.image.ImageGuard;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.tukaani.xz.ArrayCache;
import org.tukaani.xz.BasicArrayCache;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.XZInputStream;

/** LZMA2 in files of xz, one for each strip or tile. */
final class LzmaCodec implements TiffCodec {
  /** Enough for the dictionary of 64 MiB of xz's highest preset; writers of TIFF use 8 MiB. */
  private static final int MAX_KIB = 66 << 10;

  private static final int PIECE_BYTES = 1 << 16;

  private final ImageGuard guard;

  /** Or there would be a new dictionary for each strip or tile. */
  private final ArrayCache arrays = new BasicArrayCache();

  LzmaCodec(ImageGuard guard) {
    this.guard = guard;
  }

  /** Bytes that it may take at most. */
  static long bytes() {
    return (long) MAX_KIB << 10;
  }

  @Override
  public void unpack(byte[] packed, int from, int length, byte[] target, int at, int size)
      throws ImageException {
    try (InputStream in =
        new XZInputStream(
            new TimedInput(packed, from, length), MAX_KIB, /* verifyCheck= */ false, arrays)) {
      int done = 0;
      while (done < size) {
        guard.checkTime();
        int read = in.read(target, at + done, Math.min(size - done, PIECE_BYTES));
        if (read < 0) {
          throw TiffCodec.endsEarly();
        }
        done += read;
      }
    } catch (MemoryLimitException e) {
      throw new ImageException(
          Reason.TOO_LARGE,
          "the TIFF's LZMA needs %d KiB to be unpacked; at most %d are allowed"
              .formatted(e.getMemoryNeeded(), MAX_KIB));
    } catch (EOFException e) {
      guard.checkTime();
      throw TiffCodec.endsEarly();
    } catch (IOException e) {
      guard.checkTime();
      throw TiffCodec.broken(TiffCompression.LZMA);
    }
  }

  /** Ends when the time is over: packed bytes may unpack to nothing. */
  private final class TimedInput extends ByteArrayInputStream {
    TimedInput(byte[] packed, int from, int length) {
      super(packed, from, length);
    }

    @Override
    public synchronized int read(byte[] to, int at, int length) {
      return guard.isTimeOver() ? -1 : super.read(to, at, length);
    }
  }
}
