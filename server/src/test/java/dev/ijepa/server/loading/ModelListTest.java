package dev.ijepa.server.loading;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelListTest {
  @Test
  void severalStandInOneTextOrInSeveral() {
    Map<String, Path> expected =
        Map.of("a", Path.of("/x"), "b", Path.of("/y=1"), "c", Path.of("z"));

    assertThat(models("a=/x", "b=/y=1", "c=z")).isEqualTo(expected);
    assertThat(models("a=/x,b=/y=1,c=z")).isEqualTo(expected);
    assertThat(models("a=/x\nb=/y=1,c=z")).isEqualTo(expected);
    assertThat(models("a = /x, b = /y=1 ,c= z")).isEqualTo(expected);
    assertThat(models("b=/y=1", "a=/x").keySet()).as("the first is the default").startsWith("b");
  }

  @Test
  void aPathMayHaveCommas() {
    assertThat(models("a=/with, comma,b=/y"))
        .isEqualTo(Map.of("a", Path.of("/with, comma"), "b", Path.of("/y")));
    assertThat(models("a=/one\\,b=/two")).isEqualTo(Map.of("a", Path.of("/one,b=/two")));
  }

  @Test
  void whatIsWrongIsToldForEachAndTheRestIsRead() {
    ModelList list =
        new ModelList(List.of("a=/x", "/no/name", "my model=/x", "a=/y", "=/x", "b=", "ok=/z"));

    assertThat(list.models()).isEqualTo(Map.of("a", Path.of("/x"), "ok", Path.of("/z")));
    assertThat(list.errors())
        .hasSize(5)
        .allSatisfy(error -> assertThat(error).startsWith("--model"))
        .anySatisfy(error -> assertThat(error).contains("'a': /x and /y"))
        .anySatisfy(error -> assertThat(error).contains("'my model' is no name"))
        .anySatisfy(error -> assertThat(error).contains("'/no/name' is not of the form NAME=DIR"));
  }

  private static Map<String, Path> models(String... texts) {
    ModelList list = new ModelList(List.of(texts));
    assertThat(list.errors()).isEmpty();
    return list.models();
  }
}
