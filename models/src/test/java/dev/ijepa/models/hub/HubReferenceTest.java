package dev.ijepa.models.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubReferenceTest {
  @Test
  void aNameAloneMeansItsMainBranch() throws HubException {
    HubReference reference = HubReference.parse("hf:jmtzt/ijepa_vith14_22k");

    assertThat(reference).isEqualTo(new HubReference("jmtzt", "ijepa_vith14_22k", "main"));
    assertThat(reference).hasToString("hf:jmtzt/ijepa_vith14_22k@main");
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1.0", "refs/pr/3", "0123456789abcdef0123456789abcdef01234567"})
  void aBranchATagOrACommitMayFollow(String revision) throws HubException {
    assertThat(HubReference.parse("hf:a/b@" + revision).revision()).isEqualTo(revision);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hf:",
        "hf:b",
        "hf:a/b/c",
        "hf:a/",
        "hf:/b",
        "hf:../b",
        "hf:a/..",
        "hf:a/b--c",
        "hf:a/b..c",
        "hf:a/b.git",
        "hf:a/b c",
        "hf:a/b\n",
        "hf://a/b",
        "hf:a/b@",
        "hf:a/b@..",
        "hf:a/b@x/../../y",
        "hf:a/b@/etc",
        "hf:a/b@x y",
        "hf:a/b@a@b"
      })
  void anythingElseIsRefusedAndQuoted(String text) {
    assertThatThrownBy(() -> HubReference.parse(text))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("'" + text + "'");
  }
}
