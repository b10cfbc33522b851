package dev.ijepa.server.v2;

import java.util.Set;

/**
 * Which outputs go behind the JSON, as bytes.
 *
 * @param names of those that the client asks for so
 * @param others whether those go so too of which it says nothing
 * @param plain names of those that it does not want so
 */
record BinaryOutputs(Set<String> names, boolean others, Set<String> plain) {
  boolean has(String name) {
    return names.contains(name) || (others && !plain.contains(name));
  }
}
