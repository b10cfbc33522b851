package dev.ijepa.models.savedmodel;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.encoder.FusedLayerNorm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SaverDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.types.TString;

/**
 * A SavedModel that is ready to run. TensorFlow's own loader runs the graph as it is in the file;
 * this one lets it be fitted to the machine before.
 */
final class SavedModelSession implements AutoCloseable {
  private final SignatureDef signature;
  private final Graph graph;
  private final Session session;
  private final TensorFlowRuntime tensorflow;

  private SavedModelSession(
      SignatureDef signature, Graph graph, Session session, TensorFlowRuntime tensorflow) {
    this.signature = signature;
    this.graph = graph;
    this.session = session;
    this.tensorflow = tensorflow;
  }

  /**
   * Loads the graph and the variables.
   *
   * @throws ModelException if the folder is no SavedModel for serving, or damaged
   */
  static SavedModelSession load(Path folder, TensorFlowRuntime tensorflow) throws IOException {
    MetaGraphDef metaGraph = metaGraph(folder.resolve("saved_model.pb"));
    SignatureDef signature = metaGraph.getSignatureDefMap().get(SavedModelWriter.SIGNATURE);
    if (signature == null) {
      throw new ModelException(
          "the SavedModel in %s has no signature %s".formatted(folder, SavedModelWriter.SIGNATURE));
    }
    return open(
        folder,
        metaGraph.getGraphDef(),
        signature,
        tensorflow,
        session -> restore(session, metaGraph.getSaverDef(), folder));
  }

  /**
   * Opens another graph of the same model, of another precision, and gives it the variables of a
   * folder that are float32. They are never all in memory.
   *
   * @param fingerprint hashes the values
   * @throws ModelException if the folder is damaged, or a value is beyond the precision's range
   */
  static SavedModelSession convert(
      Path folder, ModelGraph model, Fingerprint fingerprint, TensorFlowRuntime tensorflow)
      throws IOException {
    try (VariableFeed feed = new VariableFeed(model);
        SavedParameters stored = new SavedParameters(folder, tensorflow);
        Background background = new Background(2, "precision")) {
      return open(
          folder,
          model.graph().toGraphDef(),
          model.signature(),
          tensorflow,
          session -> feed.feedAll(session, stored, background, fingerprint, (done, total) -> {}));
    }
  }

  /** Gives the variables of a session their values. */
  private interface Restoration {
    void restore(Session session) throws IOException;
  }

  private static SavedModelSession open(
      Path folder,
      GraphDef definition,
      SignatureDef signature,
      TensorFlowRuntime tensorflow,
      Restoration variables)
      throws IOException {
    Graph graph = new Graph();
    try {
      graph.importGraphDef(fitted(definition, tensorflow));
      Session session = tensorflow.open(graph);
      try {
        variables.restore(session);
        return new SavedModelSession(signature, graph, session, tensorflow);
      } catch (IOException | RuntimeException | Error e) {
        session.close();
        throw e;
      }
    } catch (TensorFlowException | IllegalArgumentException e) {
      graph.close();
      throw new ModelException("%s can't be loaded: %s".formatted(folder, e.getMessage()), e);
    } catch (IOException | RuntimeException | Error e) {
      graph.close();
      throw e;
    }
  }

  private static GraphDef fitted(GraphDef definition, TensorFlowRuntime tensorflow) {
    return tensorflow.runs(FusedLayerNorm.OPERATION) ? FusedLayerNorm.in(definition) : definition;
  }

  private static MetaGraphDef metaGraph(Path file) throws IOException {
    SavedModel model;
    try {
      model = SavedModel.parseFrom(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new ModelException(file + " is missing", e);
    } catch (InvalidProtocolBufferException e) {
      throw new ModelException(file + " is damaged: " + e.getMessage(), e);
    }
    return model.getMetaGraphsList().stream()
        .filter(m -> m.getMetaInfoDef().getTagsList().contains(SavedModelWriter.TAG))
        .findFirst()
        .orElseThrow(
            () ->
                new ModelException(
                    "%s has no graph with the tag %s".formatted(file, SavedModelWriter.TAG)));
  }

  private static void restore(Session session, SaverDef saver, Path folder) {
    try (TString prefix = SavedModelWriter.variables(folder)) {
      session
          .runner()
          .feed(saver.getFilenameTensorName(), prefix)
          .addTarget(saver.getRestoreOpName())
          .run()
          .close();
    }
  }

  SignatureDef signature() {
    return signature;
  }

  /**
   * Adds another graph over the same variables.
   *
   * @param prefix of its operations' names from now on
   */
  void add(GraphDef definition, String prefix) {
    graph.importGraphDef(fitted(definition, tensorflow), prefix);
  }

  /** A run of operations one after the other, in the thread that calls. */
  Session.Runner runner() {
    return session.runner().setOptions(tensorflow.inCallingThread());
  }

  /** A run of operations side by side, each as soon as it has its inputs. */
  Session.Runner runnerSideBySide() {
    return session.runner().setOptions(tensorflow.sideBySide());
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
