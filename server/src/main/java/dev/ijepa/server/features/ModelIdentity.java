package dev.ijepa.server.features;

import dev.ijepa.server.catalog.ServedModel;

/**
 * The model that computed a result.
 *
 * @param name under which clients call it
 * @param version changes with the fingerprint and with the revision
 * @param fingerprint two vectors may be compared only if theirs are equal
 * @param revision two servers name classes alike only if theirs are equal
 */
public record ModelIdentity(String name, String version, String fingerprint, String revision) {
  /** Identifies a version of a model. */
  public static ModelIdentity of(ServedModel model) {
    return new ModelIdentity(
        model.name(), model.version(), model.manifest().fingerprint(), model.manifest().revision());
  }
}
