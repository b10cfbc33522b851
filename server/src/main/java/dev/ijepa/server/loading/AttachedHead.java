package dev.ijepa.server.loading;

import dev.ijepa.models.head.Head;
import dev.ijepa.server.catalog.ServedHead;
import dev.ijepa.server.catalog.ServedModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A head that was read, and what it is to each model that it serves. */
final class AttachedHead {
  private final String name;
  private final Head head;

  /** By the name and the version of the model: the counts of a head go on when others change. */
  private final Map<String, ServedHead> served = new HashMap<>();

  AttachedHead(String name, Head head) {
    this.name = name;
    this.head = head;
  }

  String name() {
    return name;
  }

  /** The fingerprint of the model folder that it was trained on. */
  String encoder() {
    return head.manifest().encoder();
  }

  /** Whether it was trained on the features of a model. */
  boolean fits(ServedModel model) {
    return model.model().computes(encoder())
        && model.model().outputs().contains(head.manifest().input())
        && model.model().shape(head.manifest().input()).equals(List.of((long) head.columns()));
  }

  /** What it is to a model that it fits. */
  ServedHead servedBy(ServedModel model) {
    return served.computeIfAbsent(
        model.name() + ' ' + model.version(),
        of -> ServedHead.attached(name, head, model.manifest().fingerprint()));
  }
}
