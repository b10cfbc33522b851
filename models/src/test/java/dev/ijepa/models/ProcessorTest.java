package dev.ijepa.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessorTest {
  @Test
  void itsNameTellsProcessorsOfOneProductLineApart() {
    assertThat(
            processor("model name\t: AMD EPYC", "cpu family\t: 25", "model\t\t: 17", "flags\t: fpu")
                .name())
        .isEqualTo("AMD EPYC (family 25, model 17)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "flags\t\t: fpu avx512_bf16 avx512vl",
        "flags\t\t: fpu amx_bf16",
        "Features\t: fp asimd bf16 i8mm",
      })
  void bf16IsFoundInTheFlagsOfX86AndOfArm(String line) {
    assertThat(processor(line).hasBfloat16()).isTrue();
    assertThat(processor(line).lacksBfloat16()).isFalse();
  }

  @Test
  void aFlagIsAWholeWord() {
    assertThat(processor("flags\t\t: avx512_bf16x avx2").hasBfloat16()).isFalse();
    assertThat(processor("flags\t\t: avx512_bf16x avx2").lacksBfloat16()).isTrue();
  }

  @Test
  void ofWhatIsUnknownNothingIsClaimed() {
    assertThat(processor().hasBfloat16()).isFalse();
    assertThat(processor().lacksBfloat16()).isFalse();
  }

  private static Processor processor(String... lines) {
    return Processor.of(Stream.of(lines));
  }
}
