package dev.ijepa.models.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What strangers send that is not accepted. */
final class ForeignFormatTest {
  static Stream<Arguments> files() {
    return Stream.of(
        arguments("\0\0\0\u0018ftypmif1\0\0\0\0mif1avif", "an AVIF image"),
        arguments("\0\0\0\u0018ftypmsf1\0\0\0\0msf1hevc", "a HEIC image"),
        arguments("\0\0\0\u0014ftypmif2\0\0\0\0mif2avif", "a HEIF image"),
        arguments("\0\0\0\u0018ftypheis", "a HEIC image"),
        arguments("\0\0\0\u0018ftypcrx ", "a Canon CR3 raw image"),
        arguments("\0\0\0\u0018ftypqt  ", "an MP4 or QuickTime video"),
        arguments("PK\u0003\u0004", "a ZIP archive"),
        arguments("\u001f\u008b\b", "a gzip archive"),
        arguments("x".repeat(257) + "ustar", "a tar archive"),
        arguments("\0".repeat(128) + "DICM", "a DICOM image"),
        arguments("8BPS", "a Photoshop document"),
        arguments("\u00ff\n", "a JPEG XL codestream"),
        arguments("(\0\0\0%\0\0\0", "a DIB"),
        arguments("{\"error\": 404}", "JSON text"),
        arguments("\u00ef\u00bb\u00bf<?xml version='1.0'?><a/>", "an XML document"),
        arguments("version https://git-lfs.github.com/spec/v1\noid", "run git lfs pull"),
        arguments("data:image/png;base64,iVBORw0KGgo", "a data URL"),
        arguments("/9j/4AAQSkZJRg", "an image as base64 text"),
        arguments("\0\0\u0002\0\u0001\0  ", "a Windows cursor"),
        arguments("\0\0\u0002\0\0\0\0\0\0\0\0\0\0\u0001\0\u0001\u0018\0", "a TGA image"),
        arguments("\r\n\u00ff\u00d8\u00ff\u00e0\0", "a JPEG image behind 2 other bytes"),
        arguments("\0\0\0\0\0\0", "all of its first bytes are 0"),
        arguments("\u00c2\u0089PNG\r\n\u001a", "damaged by a transfer as text"),
        arguments("\u00ff\u00fea\0b\0", "text in UTF-16"),
        arguments("\u0001\u0002\u0003", "no image"));
  }

  @ParameterizedTest
  @MethodSource("files")
  void aFileThatIsNotAcceptedIsNamed(String content, String name) {
    ImageException fault = Images.fault(content.getBytes(StandardCharsets.ISO_8859_1));

    assertThat(fault.reason()).isEqualTo(Reason.UNSUPPORTED_FORMAT);
    assertThat(fault).hasMessageContaining(name).hasMessageContaining("accepted are JPEG, PNG");
  }

  @Test
  void codingsOfJpegAndPngThatAreNotAcceptedAreNamed() {
    byte[] jpegLs = "\u00ff\u00d8\u00ff\u00f7\0\u0002".getBytes(StandardCharsets.ISO_8859_1);
    byte[] cgbi = Corpus.resource("odd-png-cgbi.png");

    assertThat(Images.fault(jpegLs))
        .hasMessageContaining("JPEG-LS coding")
        .extracting(ImageException::reason)
        .isEqualTo(Reason.UNSUPPORTED_FORMAT);
    assertThat(Images.fault(cgbi))
        .hasMessageContaining("CgBI")
        .extracting(ImageException::reason)
        .isEqualTo(Reason.UNSUPPORTED_FORMAT);
  }
}
