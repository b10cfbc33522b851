package dev.ijepa.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.image.DecodeMode;
import dev.ijepa.v1.ListModelsRequest;
import dev.ijepa.v1.ModelServiceGrpc;
import dev.ijepa.v1.ModelVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What answers and ModelService say of the model that computed them. */
@Timeout(120)
class ServedIdentityTest {
  @Test
  void answersAndTheModelServiceTellOneIdentityAndFastDecodingAnother() throws Exception {
    ModelVersion exact = identity(DecodeMode.EXACT);
    ModelVersion fast = identity(DecodeMode.FAST);

    assertThat(exact.getFingerprint()).matches("[0-9a-f]{64}");
    assertThat(exact.getRevision()).matches("[0-9a-f]{16}");
    assertThat(fast.getFingerprint()).matches("[0-9a-f]{64}").isNotEqualTo(exact.getFingerprint());
    assertThat(fast.getVersion()).isNotEqualTo(exact.getVersion());
    assertThat(fast.getRevision()).isEqualTo(exact.getRevision());
  }

  private static ModelVersion identity(DecodeMode decode) throws Exception {
    try (RunningServer server = RunningServer.start(options -> options.pipeline.decode = decode)) {
      ModelVersion listed =
          ModelServiceGrpc.newBlockingStub(server.channel())
              .listModels(ListModelsRequest.getDefaultInstance())
              .getModels(0)
              .getVersion();
      assertThat(server.blocking().embedImage(Samples.unary(0)).getFeatures().getModel())
          .isEqualTo(listed);
      assertThat(server.page("/readyz").statusCode()).isEqualTo(200);
      return listed;
    }
  }
}
