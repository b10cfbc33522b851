package dev.ijepa.client;

import dev.ijepa.v1.Output;

/** The one place where the SDK's enums meet the contract's. */
final class WireEnums {
  private WireEnums() {}

  static Output wire(EmbedOutput output) {
    return switch (output) {
      case EMBEDDING -> Output.OUTPUT_EMBEDDING;
      case EMBEDDING_LAST4 -> Output.OUTPUT_EMBEDDING_LAST4;
      case TOKENS -> Output.OUTPUT_TOKENS;
      case REGIONS -> Output.OUTPUT_REGIONS;
    };
  }

  /** Whether this client has a name for an output: a newer server may have others. */
  static boolean isKnown(Output wire) {
    return switch (wire) {
      case OUTPUT_EMBEDDING, OUTPUT_EMBEDDING_LAST4, OUTPUT_TOKENS, OUTPUT_REGIONS -> true;
      case OUTPUT_BLOCK, OUTPUT_UNSPECIFIED, UNRECOGNIZED -> false;
    };
  }

  static EmbedOutput output(Output wire) {
    return switch (wire) {
      case OUTPUT_EMBEDDING -> EmbedOutput.EMBEDDING;
      case OUTPUT_EMBEDDING_LAST4 -> EmbedOutput.EMBEDDING_LAST4;
      case OUTPUT_TOKENS -> EmbedOutput.TOKENS;
      case OUTPUT_REGIONS -> EmbedOutput.REGIONS;
      case OUTPUT_BLOCK, OUTPUT_UNSPECIFIED, UNRECOGNIZED -> throw unknown("output");
    };
  }

  static dev.ijepa.v1.ElementType wire(ElementType type) {
    return switch (type) {
      case F32 -> dev.ijepa.v1.ElementType.ELEMENT_TYPE_F32;
      case F16 -> dev.ijepa.v1.ElementType.ELEMENT_TYPE_F16;
      case BF16 -> dev.ijepa.v1.ElementType.ELEMENT_TYPE_BF16;
      case INT8 -> dev.ijepa.v1.ElementType.ELEMENT_TYPE_INT8;
    };
  }

  static ElementType elementType(dev.ijepa.v1.ElementType wire) {
    return switch (wire) {
      // A model that says nothing of its precision has the plain one.
      case ELEMENT_TYPE_UNSPECIFIED, ELEMENT_TYPE_F32 -> ElementType.F32;
      case ELEMENT_TYPE_F16 -> ElementType.F16;
      case ELEMENT_TYPE_BF16 -> ElementType.BF16;
      case ELEMENT_TYPE_INT8 -> ElementType.INT8;
      case ELEMENT_TYPE_UINT1, UNRECOGNIZED -> throw unknown("element type");
    };
  }

  /** Whatever a newer server has: a client may show a head that it knows little of. */
  static HeadKind headKind(dev.ijepa.v1.HeadKind wire) {
    return switch (wire) {
      // A server that says nothing of kinds has the plain one.
      case HEAD_KIND_UNSPECIFIED, HEAD_KIND_LINEAR -> HeadKind.LINEAR;
      case HEAD_KIND_CLASS_MEAN -> HeadKind.CLASS_MEAN;
      case HEAD_KIND_KNN -> HeadKind.KNN;
      case UNRECOGNIZED -> HeadKind.OTHER;
    };
  }

  private static IjepaException unknown(String what) {
    return new IjepaException(
        StatusCode.INTERNAL,
        IjepaException.RESPONSE_INVALID,
        "the server sent an %s that this client does not know".formatted(what));
  }
}
