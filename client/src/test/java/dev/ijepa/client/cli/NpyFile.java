package dev.ijepa.client.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads an array as NumPy's format describes it. */
record NpyFile(String header, ByteBuffer data) {

  static NpyFile read(Path path) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = new byte[8];
    bytes.get(magic);
    if (!new String(magic, StandardCharsets.ISO_8859_1).equals("\u0093NUMPY\u0001\u0000")) {
      throw new IOException("no .npy file of version 1.0");
    }
    byte[] header = new byte[Short.toUnsignedInt(bytes.getShort())];
    bytes.get(header);
    return new NpyFile(
        new String(header, StandardCharsets.US_ASCII),
        bytes.slice().order(ByteOrder.LITTLE_ENDIAN));
  }

  /** The elements of a float32 array. */
  List<Float> values() {
    List<Float> values = new ArrayList<>();
    for (int at = 0; at < data.limit(); at += Float.BYTES) {
      values.add(data.getFloat(at));
    }
    return values;
  }
}
