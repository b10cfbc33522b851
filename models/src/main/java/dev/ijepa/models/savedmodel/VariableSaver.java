package dev.ijepa.models.savedmodel;

import dev.ijepa.models.GraphOps;
import dev.ijepa.models.encoder.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.train.Restore;
import org.tensorflow.op.train.Save;
import org.tensorflow.proto.SaverDef;
import org.tensorflow.types.TString;
import org.tensorflow.types.family.TType;

/**
 * The operations that write all variables to a file and read them back.
 *
 * <p>TensorFlow Java adds such operations by itself, but for reference variables (VariableV2)
 * alone: resource variables would silently be missing from the export. They bear the names that it
 * looks for.
 */
final class VariableSaver {
  private static final String SCOPE = "save";

  private final Placeholder<TString> filename;
  private final List<String> restoreOps;

  private VariableSaver(Placeholder<TString> filename, List<String> restoreOps) {
    this.filename = filename;
    this.restoreOps = restoreOps;
  }

  static VariableSaver addTo(ModelGraph model) {
    Ops tf = GraphOps.on(model.graph()).withSubScope(SCOPE);
    List<Parameter> parameters = model.parameters();
    Placeholder<TString> filename = tf.withName("filename").placeholder(TString.class);
    Operand<TString> names =
        tf.array(parameters.stream().map(Parameter::name).toArray(String[]::new));
    Operand<TString> wholeTensors =
        tf.array(parameters.stream().map(p -> "").toArray(String[]::new));
    List<Operand<?>> values =
        parameters.stream().map(Parameter::value).collect(Collectors.toList());
    Save save = tf.train.save(filename, names, wholeTensors, values);
    tf.withControlDependencies(save).withName("control_dependency").identity(filename);

    List<Class<? extends TType>> types =
        parameters.stream().map(p -> p.precision().type()).collect(Collectors.toList());
    Restore restore = tf.train.restore(filename, names, wholeTensors, types);
    List<Op> assigns = new ArrayList<>();
    for (int i = 0; i < parameters.size(); i++) {
      assigns.add(tf.assignVariableOp(parameters.get(i).handle(), restore.tensors().get(i)));
    }
    tf.withControlDependencies(assigns).withName("restore_all").noOp();
    return new VariableSaver(filename, assigns.stream().map(assign -> assign.op().name()).toList());
  }

  /** How a loader finds these operations. */
  SaverDef saverDef() {
    return SaverDef.newBuilder()
        .setFilenameTensorName(filename.op().name() + ":0")
        .setSaveTensorName(SCOPE + "/control_dependency:0")
        .setRestoreOpName(SCOPE + "/restore_all")
        .setVersion(SaverDef.CheckpointFormatVersion.V2)
        .build();
  }

  /** The operation that restores the parameter at an index of the model's parameters. */
  String restoreOp(int index) {
    return restoreOps.get(index);
  }
}
