package dev.ijepa.models.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;

/** Reads the fields of one JSON object; each refusal names the file and the field. */
record JsonFields(String file, JsonNode object) {
  JsonNode get(String field) {
    return object.path(field);
  }

  /** Whether the field is there and not null. */
  boolean has(String field) {
    return object.hasNonNull(field);
  }

  int intOr(String field, int min, int max, int absent) throws CheckpointException {
    return has(field) ? asInt(field, get(field), min, max) : absent;
  }

  int asInt(String field, JsonNode value, int min, int max) throws CheckpointException {
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.asInt() < min
        || value.asInt() > max) {
      throw bad(field, value, "an integer from %d to %d".formatted(min, max));
    }
    return value.asInt();
  }

  boolean booleanOr(String field, boolean absent) throws CheckpointException {
    if (!has(field)) {
      return absent;
    }
    if (!get(field).isBoolean()) {
      throw bad(field, get(field), "true or false");
    }
    return get(field).asBoolean();
  }

  double doubleOr(String field, double min, double max, double absent) throws CheckpointException {
    return has(field) ? asDouble(field, get(field), min, max) : absent;
  }

  double asDouble(String field, JsonNode value, double min, double max) throws CheckpointException {
    if (!value.isNumber() || !(value.asDouble() >= min && value.asDouble() <= max)) {
      throw bad(field, value, "a number from %s to %s".formatted(min, max));
    }
    return value.asDouble();
  }

  CheckpointException bad(String field, JsonNode value, String expected) {
    return new CheckpointException(
        "%s: %s is %s; it must be %s"
            .formatted(
                file,
                field,
                value.isMissingNode() ? "missing" : Names.shortened(value.toString()),
                expected));
  }
}
