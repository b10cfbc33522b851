package dev.ijepa.client;

/**
 * Which model, exactly, computed something.
 *
 * @param name the name it is served under
 * @param version the version it is served as
 * @param fingerprint a hash of weights, processor and graph: two vectors may be compared only if
 *     theirs are equal
 * @param revision a hash of labels, licence and source: two servers name classes alike only if
 *     theirs are equal
 */
public record ModelIdentity(String name, String version, String fingerprint, String revision) {}
