package dev.ijepa.models.checkpoint;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a file is that should be JSON or safetensors and is neither, by its first bytes, and what
 * its owner can do about it.
 */
enum ForeignFile {
  LFS_POINTER(
      "version https://git-lfs.github.com/spec/",
      "a git-lfs pointer, not the file itself; run 'git lfs pull' in its repository"),
  WEB_PAGE(
      "<!doctype html",
      "a web page; download the file again, on the Hub from /resolve/ instead of /blob/"),
  WEB_PAGE_WITHOUT_TYPE("<html", WEB_PAGE.description),
  XML("<?xml", "an XML document, such as a storage server's error; download the file again"),
  PYTORCH_ZIP("PK\3\4", "a zip archive, as torch.save writes; " + WeightsElsewhere.RENAMED_PYTORCH),
  PICKLE("\u0080\2", "a Python pickle; " + WeightsElsewhere.RENAMED_PYTORCH),
  GZIP("\u001f\u008b", "gzip data; unpack it with 'gzip -d'"),
  ZSTANDARD("(\u00b5/\u00fd", "Zstandard data; unpack it with 'zstd -d'"),
  HDF5("\u0089HDF\r\n", "an HDF5 file, as Keras writes; " + WeightsElsewhere.OTHER_FRAMEWORK),
  GGUF("GGUF", "a GGUF file of llama.cpp; " + WeightsElsewhere.OTHER_FRAMEWORK);

  /** How many bytes {@link #of} looks at. */
  static final int FIRST_BYTES = 64;

  private final String start;
  private final String description;

  ForeignFile(String start, String description) {
    this.start = start;
    this.description = description;
  }

  /** What it is and what to do, to follow "is". */
  @Override
  public String toString() {
    return description;
  }

  /** Recognises a file by its first bytes; letters may be of either case. */
  static Optional<ForeignFile> of(byte[] first) {
    int length = Math.min(first.length, FIRST_BYTES);
    String text =
        new String(first, 0, length, StandardCharsets.ISO_8859_1)
            .replaceFirst("^[ \\t\\r\\n]+", "")
            .toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(kind -> text.startsWith(kind.start.toLowerCase(Locale.ROOT)))
        .findFirst();
  }
}
