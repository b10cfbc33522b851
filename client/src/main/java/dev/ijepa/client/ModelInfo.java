package dev.ijepa.client;

import java.util.List;
import java.util.Map;

/**
 * One model that the server has loaded.
 *
 * @param identity its name, version and fingerprint
 * @param isDefault whether requests that name no model reach it
 * @param dimension the embedding dimension D
 * @param layers the number of transformer blocks
 * @param patchSize the side of a square patch, in pixels
 * @param imageHeight rows of its input, in pixels
 * @param imageWidth columns of its input, in pixels
 * @param parameters the number of its parameters, the head's included
 * @param outputs what embedding can give, with the shape for one image
 * @param heads what it can classify with, the default one first; empty if there is none
 * @param precision the element type of its weights and matrix products
 * @param license the licence of its weights; empty if the checkpoint names none
 * @param licenseNotice what a user must know of the licence; empty if there is nothing
 * @param source where the checkpoint came from
 */
public record ModelInfo(
    ModelIdentity identity,
    boolean isDefault,
    int dimension,
    int layers,
    int patchSize,
    int imageHeight,
    int imageWidth,
    long parameters,
    Map<EmbedOutput, List<Integer>> outputs,
    List<HeadInfo> heads,
    ElementType precision,
    String license,
    String licenseNotice,
    String source) {

  /** Copies the collections. */
  public ModelInfo {
    outputs = Map.copyOf(outputs);
    heads = List.copyOf(heads);
  }

  /** Whether the model has a classification head. */
  public boolean canClassify() {
    return !heads.isEmpty();
  }

  /** The labels of its default head's classes by index; empty if it has no head. */
  public List<String> labels() {
    return heads.isEmpty() ? List.of() : heads.get(0).labels();
  }
}
