package dev.ijepa.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.ijepa.server.guard.Charge;
import dev.ijepa.server.http.FormFiles.FormFile;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormFilesTest {
  private static final String TYPE = "multipart/form-data; boundary=xyz";
  private static final int MOST = 4;

  private static List<FormFile> read(String form) throws HttpErrorException {
    return read(form.getBytes(StandardCharsets.ISO_8859_1), TYPE);
  }

  private static List<FormFile> read(byte[] form, String type) throws HttpErrorException {
    return FormFiles.read(new Body(form, type, Charge.NONE), MOST);
  }

  private static String file(String name, String content) {
    return "--xyz\r\nContent-Disposition: form-data; name=\"f\"; filename=\"%s\"\r\nContent-Type: image/png\r\n\r\n%s\r\n"
        .formatted(name, content);
  }

  private static String text(FormFile file) {
    return StandardCharsets.ISO_8859_1.decode(file.bytes().duplicate()).toString();
  }

  @Test
  void filesComeInTheirOrderWithTheirNames() throws Exception {
    List<FormFile> files = read(file("a.png", "one") + file("b.png", "") + "--xyz--\r\n");

    assertThat(files).extracting(FormFile::name).containsExactly("a.png", "b.png");
    assertThat(files).extracting(FormFilesTest::text).containsExactly("one", "");
  }

  @Test
  void whatLooksLikeTheBoundaryIsContent() throws Exception {
    String content = "\r\n--xy\r\n--x\r\r\n a--xyz".repeat(50) + "\r\n--xy";

    List<FormFile> files = read(file("a", content) + "--xyz--");

    assertThat(text(files.get(0))).isEqualTo(content);
  }

  @Test
  void anyBytesAreContent() throws Exception {
    byte[] image = new byte[100_000];
    new Random(1).nextBytes(image);
    String content = new String(image, StandardCharsets.ISO_8859_1);

    List<FormFile> files = read("preamble\r\n" + file("a", content) + "--xyz--\r\nepilogue");

    assertThat(text(files.get(0))).isEqualTo(content);
    assertThat(files.get(0).bytes().remaining()).isEqualTo(image.length);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "multipart/form-data | without a boundary",
        "multipart/form-data; boundary=\"\" | without a boundary",
        "multipart/form-data; boundary=\"xyz | no list of names and values",
        "multipart/form-data; boundary=abc | unexpected EOF",
      })
  void aBoundaryIsNeeded(String type, String named) {
    byte[] form = (file("a", "one") + "--xyz--\r\n").getBytes(StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> read(form, type)).hasMessageContaining(named);
  }

  @Test
  void theNameOfTheBoundaryIsOfAnyCase() throws Exception {
    byte[] form = (file("a", "one") + "--xyz--\r\n").getBytes(StandardCharsets.ISO_8859_1);

    assertThat(read(form, "Multipart/Form-Data; Boundary=\"xyz\"")).hasSize(1);
  }

  @Test
  void whatIsNoFormOfFilesIsRefused() {
    assertThatThrownBy(() -> read("")).hasMessageContaining("unexpected EOF");
    assertThatThrownBy(() -> read(file("a", "one"))).hasMessageContaining("unexpected EOF");
    assertThatThrownBy(() -> read("--xyz--\r\n")).hasMessageContaining("no file");
    assertThatThrownBy(
            () ->
                read(
                    "--xyz\r\nContent-Disposition: form-data; name=\"top_k\"\r\n\r\n3\r\n--xyz--\r\n"))
        .hasMessageContaining("no filename");
    assertThatThrownBy(() -> read(file("a", "one").repeat(MOST + 1) + "--xyz--\r\n"))
        .hasMessageContaining("more than the 4 files");
    assertThatThrownBy(() -> read(file("a", "one").repeat(1000) + "--xyz--\r\n"))
        .isInstanceOf(HttpErrorException.class);
    assertThatThrownBy(() -> read(file("n".repeat(5000), "one") + "--xyz--\r\n"))
        .hasMessageContaining("no form that is accepted");
  }

  @Test
  @Timeout(30)
  void partsThatAreManyOrLookLikeManyCostLittle() {
    String parts = "\r\n--xyz\r\nContent-Disposition: form-data; name=a; filename=b\r\n\r\n";
    byte[] many = (parts.repeat(100_000) + "\r\n--xyz--").getBytes(StandardCharsets.ISO_8859_1);
    byte[] headers =
        ("--xyz\r\n" + "a: b\r\n".repeat(1_000_000)).getBytes(StandardCharsets.ISO_8859_1);
    byte[] nearly =
        (file("a", "\r\n--xy".repeat(1_000_000)) + "--xyz--").getBytes(StandardCharsets.ISO_8859_1);

    assertThat(allocated(many)).isLessThan(2 << 20);
    assertThat(allocated(headers)).isLessThan(2 << 20);
    assertThat(allocated(nearly)).isLessThan(2 << 20);
  }

  @Test
  @Timeout(10)
  void aBoundaryThatIsLongIsRefusedBeforeItIsSearched() {
    String boundary = "a".repeat(7_000);
    String file = "--%s\r\nContent-Disposition: form-data; name=a; filename=b\r\n\r\n%s";
    byte[] form =
        file.formatted(boundary, "a".repeat(16 << 20)).getBytes(StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> read(form, "multipart/form-data; boundary=" + boundary))
        .hasMessageContaining("more than the 70 characters");
  }

  @Test
  void aBoundaryMayBeAsLongAsTheStandardAllows() throws Exception {
    String boundary = "b".repeat(70);
    String form = (file("a", "one") + "--xyz--\r\n").replace("xyz", boundary);

    List<FormFile> files =
        read(
            form.getBytes(StandardCharsets.ISO_8859_1),
            "multipart/form-data; boundary=" + boundary);

    assertThat(text(files.get(0))).isEqualTo("one");
  }

  private static long allocated(byte[] form) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    try {
      List<FormFile> unused = read(form, TYPE);
    } catch (HttpErrorException e) {
      // What it costs counts.
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
