package dev.ijepa.server.cli;

import dev.ijepa.models.checkpoint.EncoderConfig;
import dev.ijepa.models.checkpoint.ProcessorConfig;
import dev.ijepa.models.savedmodel.ModelManifest;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** A model in a dozen lines. */
final class ModelSummary {
  private static final int SHOWN_LABELS = 5;

  private ModelSummary() {}

  static void print(ModelManifest manifest, PrintWriter out) {
    EncoderConfig encoder = manifest.encoder();
    ProcessorConfig processor = manifest.processor();
    line(out, "source", manifest.source());
    line(
        out,
        "encoder",
        String.format(
            Locale.ROOT,
            "I-JEPA, %d wide, %d layers, %d heads of %d, MLP %d, %s",
            encoder.hiddenSize(),
            encoder.layers(),
            encoder.heads(),
            encoder.headSize(),
            encoder.intermediateSize(),
            encoder.activation().name().toLowerCase(Locale.ROOT)));
    line(
        out,
        "parameters",
        String.format(Locale.ROOT, "%,d, %s", manifest.parameters(), manifest.precision()));
    line(
        out,
        "input",
        String.format(
            Locale.ROOT,
            "%d × %d pixels, %d tokens of %d × %d%s",
            encoder.imageHeight(),
            encoder.imageWidth(),
            encoder.tokens(),
            encoder.patchSize(),
            encoder.patchSize(),
            encoder.hasStoredPositions() ? "" : ", positions resampled from " + grid(encoder)));
    line(
        out,
        "processor",
        String.format(
            Locale.ROOT,
            "%s, × %.6f, mean %s, std %s",
            processor.image().resample().pillowName(),
            processor.rescaleFactor(),
            processor.mean(),
            processor.std()));
    line(
        out,
        "outputs",
        String.format(
            Locale.ROOT,
            "EMBEDDING [%1$d]%3$s, TOKENS [%2$d, %1$d]",
            encoder.hiddenSize(),
            encoder.tokens(),
            encoder.layers() >= 4 ? ", EMBEDDING_LAST4 [" + 4 * encoder.hiddenSize() + "]" : ""));
    line(out, "labels", labels(manifest.labels()));
    if (!manifest.labels().isEmpty()) {
      line(out, "scores", manifest.headActivation().name().toLowerCase(Locale.ROOT));
    }
    line(out, "licence", manifest.license().isEmpty() ? "not given" : manifest.license());
    if (!manifest.licenseNotice().isEmpty()) {
      line(out, "notice", manifest.licenseNotice());
    }
    line(out, "fingerprint", manifest.fingerprint());
    line(out, "revision", manifest.revision());
  }

  private static String grid(EncoderConfig encoder) {
    return encoder.positionRows() + " × " + encoder.positionColumns();
  }

  private static String labels(List<String> labels) {
    if (labels.isEmpty()) {
      return "none: this model has no head, it embeds only";
    }
    String first = String.join(", ", labels.subList(0, Math.min(SHOWN_LABELS, labels.size())));
    return String.format(
        Locale.ROOT, "%d: %s%s", labels.size(), first, labels.size() > SHOWN_LABELS ? ", …" : "");
  }

  private static void line(PrintWriter out, String name, String value) {
    out.printf("%-13s %s%n", name, value);
  }
}
