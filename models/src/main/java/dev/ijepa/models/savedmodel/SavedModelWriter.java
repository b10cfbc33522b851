package dev.ijepa.models.savedmodel;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import dev.ijepa.models.encoder.Parameter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tensorflow.Session;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.VariableDef;
import org.tensorflow.types.TString;

/**
 * Writes a graph and its variables as a SavedModel.
 *
 * <p>It describes the variables as Python's TensorFlow does, in the collections, so that {@code
 * tf.saved_model.load} finds them too.
 */
final class SavedModelWriter {
  /** The tag of a graph for inference. */
  static final String TAG = "serve";

  /** The signature that every loader looks for. */
  static final String SIGNATURE = "serving_default";

  private static final String VARIABLES = "variables";

  private final ModelGraph model;
  private final VariableSaver saver;
  private final GraphDef graphDef;

  /**
   * Completes the graph with the operations that save it; what is added to it later is not
   * exported.
   */
  SavedModelWriter(ModelGraph model) {
    this.model = model;
    saver = VariableSaver.addTo(model);
    graphDef = model.graph().toGraphDef();
  }

  /** What TensorFlow is told to write a model folder's variables to, or to read them from. */
  static TString variables(Path folder) {
    return TString.scalarOf(folder.resolve(VARIABLES).resolve("variables").toString());
  }

  /** Writes the graph, and the variables as they are in a session; returns the folder. */
  Path write(Session session, Path folder) throws IOException {
    Files.createDirectories(folder.resolve(VARIABLES));
    try (TString prefix = variables(folder)) {
      session
          .runner()
          .feed(saver.saverDef().getFilenameTensorName(), prefix)
          .addTarget("save/control_dependency")
          .run()
          .close();
    }
    try (OutputStream file = Files.newOutputStream(folder.resolve("saved_model.pb"))) {
      CodedOutputStream output = CodedOutputStream.newInstance(file);
      // Else maps are written in an order that changes from run to run.
      output.useDeterministicSerialization();
      SavedModel.newBuilder()
          .setSavedModelSchemaVersion(1)
          .addMetaGraphs(metaGraph())
          .build()
          .writeTo(output);
      output.flush();
    }
    return folder;
  }

  private MetaGraphDef metaGraph() {
    MetaGraphDef.Builder metaGraph =
        MetaGraphDef.newBuilder()
            .setMetaInfoDef(
                MetaGraphDef.MetaInfoDef.newBuilder()
                    .addTags(TAG)
                    .setTensorflowVersion(TensorFlow.version()))
            .setGraphDef(graphDef)
            .setSaverDef(saver.saverDef())
            .putSignatureDef(SIGNATURE, model.signature());
    CollectionDef variables = CollectionDef.newBuilder().setBytesList(variableDefs()).build();
    return metaGraph
        .putCollectionDef("variables", variables)
        .putCollectionDef("trainable_variables", variables)
        .build();
  }

  private CollectionDef.BytesList variableDefs() {
    CollectionDef.BytesList.Builder list = CollectionDef.BytesList.newBuilder();
    List<Parameter> parameters = model.parameters();
    for (int i = 0; i < parameters.size(); i++) {
      Parameter parameter = parameters.get(i);
      ByteString definition =
          VariableDef.newBuilder()
              .setVariableName(parameter.handle().op().name() + ":0")
              .setInitializerName(saver.restoreOp(i))
              .setSnapshotName(parameter.value().op().name() + ":0")
              .setIsResource(true)
              .setTrainable(true)
              .build()
              .toByteString();
      list.addValue(definition);
    }
    return list.build();
  }
}
