package dev.ijepa.ops.head.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageListTest {
  @TempDir private Path folder;

  @BeforeEach
  void images() throws IOException {
    Files.createDirectory(folder.resolve("in"));
    for (String name : List.of("a.png", "b.png", "c, \"d\".png", "in/ü.png")) {
      Files.createFile(folder.resolve(name));
    }
  }

  private Dataset open(String file, String text) throws IOException {
    return Dataset.open(Files.writeString(folder.resolve(file), text));
  }

  private Annotation image(Dataset dataset, String name) throws IOException {
    return dataset.annotation(folder.resolve(name).toString()).orElseThrow();
  }

  @Test
  void aCsvListGivesLabelsGroupsAndSplits() throws IOException {
    Dataset list =
        open(
            "list.csv",
            "\uFEFFpath,label,group,split\r\na.png,cat,night,train\r\n\"c, \"\"d\"\".png\",dog,,test\r\n./in/../in/ü.png,cat,day,Calibration\n");

    assertThat(image(list, "a.png"))
        .isEqualTo(new Annotation(List.of("cat"), "night", Optional.of(Split.TRAIN)));
    assertThat(image(list, "c, \"d\".png").labels()).containsExactly("dog");
    assertThat(image(list, "in/ü.png").split()).contains(Split.CALIBRATION);
    assertThat(list.paths()).hasSize(3).allMatch(Files::exists);
    assertThat(list.annotation(folder.resolve("b.png").toString())).isEmpty();
    assertThat(list.isMultiLabel()).isFalse();
  }

  @Test
  void aJsonListGivesTheSame() throws IOException {
    Dataset list =
        open(
            "list.jsonl",
            """
            {"path": "a.png", "label": 7, "group": "night"}

            {"label": "dog", "path": "in/ü.png"}
            """);

    assertThat(image(list, "a.png"))
        .isEqualTo(new Annotation(List.of("7"), "night", Optional.empty()));
    assertThat(image(list, "in/ü.png").labels()).containsExactly("dog");
  }

  @Test
  void spacesAroundAGroupAndTheMarkOfAnEditorMakeNoDifference() throws IOException {
    Dataset csv = open("list.csv", "path,label,group\na.png,cat, night \nb.png,cat, \n");
    Dataset json =
        open("list.jsonl", "\uFEFF{\"path\":\"a.png\",\"label\":\"cat\",\"group\":\"night \"}\r\n");

    assertThat(image(csv, "a.png").group()).isEqualTo("night");
    assertThat(image(csv, "b.png").group()).isEmpty();
    assertThat(image(json, "a.png").group()).isEqualTo("night");
  }

  @Test
  void anAbsolutePathNamesTheSameImage() throws IOException {
    Path here = Path.of("").toAbsolutePath();
    Path list = folder.resolve("list.csv");
    Files.writeString(list, "path,label\na.png,cat\n%s,cat\n".formatted(folder.resolve("a.png")));

    assertThatThrownBy(() -> Dataset.open(here.relativize(list)))
        .hasMessageContaining("line 3: the image is on line 2 already");
  }

  @Test
  void severalLabelsAreSeparatedBySemicolonsOrAnArray() throws IOException {
    Dataset csv = open("list.csv", "path,labels\na.png,cat; dog\nb.png,\n");
    Dataset json =
        open(
            "list.jsonl",
            "{\"path\":\"a.png\",\"labels\":[\"cat\",\"dog\"]}\n{\"path\":\"b.png\",\"labels\":[]}");

    for (Dataset list : List.of(csv, json)) {
      assertThat(list.isMultiLabel()).isTrue();
      assertThat(image(list, "a.png").labels()).containsExactly("cat", "dog");
      assertThat(image(list, "b.png").labels()).isEmpty();
    }
  }

  @Test
  void allThatIsWrongIsToldWithItsLine() {
    assertThatThrownBy(
            () ->
                open(
                    "list.csv",
                    "path,label,split\na.png,cat,train\na.png,cat,test\nnone.png,cat,test\nb.png, ,test\nb.png,cat,val\nb.png,cat\n"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("line 3: the image is on line 2 already: a.png")
        .hasMessageContaining("line 4: there is no file " + folder.resolve("none.png"))
        .hasMessageContaining("line 5: its label is empty")
        .hasMessageContaining("line 6: its split is 'val'; it may be train, calibration or test")
        .hasMessageContaining("line 7: 2 values for 3 columns");
  }

  @Test
  void ofManyFaultsTheFirstAreTold() {
    assertThatThrownBy(() -> open("list.csv", "path,label\n" + "none.png,cat\n".repeat(500)))
        .hasMessageContaining("line 11:")
        .hasMessageContaining("and 490 more")
        .hasMessageNotContaining("line 12:");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          list.csv   | 'path,lable'                            | line 1: the column 'lable' is not known; a list may have path, label, labels, group, split
          list.csv   | 'path,path'                             | a column is there twice
          list.csv   | ''                                      | its first line names the columns
          list.csv   | 'path,label'                            | lists no images
          list.csv   | 'path'                                  | lists no images
          list.jsonl | '{"path":"a.png"}'                      | line 1: it has no 'label'
          list.jsonl | '{"path":"a.png","label":"x","labels":["x"]}' | it has both
          list.jsonl | '{"path":"a.png","lable":"x"}'          | line 1: the key 'lable' is not known
          list.jsonl | '{"path":"a.png","label":["x"]}'        | 'label' must be a text or an integer
          list.jsonl | '{"path":"a.png","labels":"x"}'         | 'labels' must be an array
          list.jsonl | '{"path":"a.png","labels":["x","x"]}'   | a label is there twice
          list.jsonl | '{"path":"a.png","label":0.5}'          | must hold texts or integers, not number
          list.jsonl | '{"path":"a.png"'                       | line 1: it is no valid JSON
          list.txt   | 'a.png'                                 | is neither a folder, nor a list
          """)
  void whatIsNoListIsRefused(String file, String text, String why) {
    assertThatThrownBy(() -> open(file, text))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(why);
  }

  @Test
  void aLineWithoutEndIsRefusedBeforeItIsRead() {
    assertThatThrownBy(() -> open("list.jsonl", " ".repeat((1 << 20) + 1)))
        .hasMessageContaining("list.jsonl, line 1 has more than 1,048,576 characters");
    assertThatThrownBy(() -> open("list.csv", "path,label\na.png,\"" + "x".repeat(70_000) + "\"\n"))
        .isInstanceOf(IOException.class);
  }
}
