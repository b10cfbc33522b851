package dev.ijepa.models.image.tiff;

/** No compression. */
final class StoredCodec implements TiffCodec {
  @Override
  public void unpack(byte[] packed, int from, int length, byte[] target, int at, int size) {
    System.arraycopy(packed, from, target, at, size);
  }
}
