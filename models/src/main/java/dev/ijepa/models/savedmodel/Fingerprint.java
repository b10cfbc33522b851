package dev.ijepa.models.savedmodel;

import dev.ijepa.models.Hashes;
import dev.ijepa.models.checkpoint.EncoderConfig;
import dev.ijepa.models.checkpoint.ProcessorConfig;
import dev.ijepa.models.encoder.Parameter;
import dev.ijepa.models.encoder.Precision;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * The hash that tells whether two vectors may be compared: of the graph's version, the
 * configuration, and every parameter as it is computed with. Names, shards and types of the stored
 * weights leave no trace in it.
 */
final class Fingerprint {
  private final MessageDigest digest;

  Fingerprint(EncoderConfig encoder, ProcessorConfig processor, Precision precision) {
    digest = Hashes.newSha256();
    // Records print all their components: a new one makes a new fingerprint by itself.
    add("graph " + ModelGraph.VERSION + " " + precision + "\n" + encoder + "\n" + processor + "\n");
  }

  /**
   * The fingerprint of features that a model gives in another way than the stored one.
   *
   * @param fingerprint of the model in the stored way
   * @param variant names the way, for example {@code decode=fast}
   */
  static String derived(String fingerprint, String variant) {
    return Hashes.sha256(fingerprint, variant);
  }

  /** Adds the next parameter; returns this. */
  Fingerprint add(Parameter parameter, List<ByteBuffer> values) {
    add(parameter.name() + parameter.shape() + "\n");
    values.forEach(part -> digest.update(part.duplicate()));
    return this;
  }

  private void add(String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
  }

  /** 64 hexadecimal digits. Can be asked for once. */
  String finish() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
