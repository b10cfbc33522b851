package dev.ijepa.server.rest;

import dev.ijepa.models.image.ImageSource;
import dev.ijepa.server.http.Body;
import dev.ijepa.server.http.FormFiles;
import dev.ijepa.server.http.FormFiles.FormFile;
import dev.ijepa.server.http.HttpErrorException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The images of a request.
 *
 * @param sources at least one
 * @param names of the files, if they come in a form; empty if the body is the image
 */
record RequestImages(List<ImageSource> sources, Optional<List<String>> names) {
  /**
   * The images of a body.
   *
   * @param mostFiles that a form may have
   */
  static RequestImages of(Body body, int mostFiles) throws HttpErrorException {
    if (!body.contentType().toLowerCase(Locale.ROOT).startsWith(FormFiles.TYPE)) {
      return new RequestImages(
          List.of(new ImageSource.Encoded(ByteBuffer.wrap(body.bytes()))), Optional.empty());
    }
    List<FormFile> files = FormFiles.read(body, mostFiles);
    return new RequestImages(
        files.stream().<ImageSource>map(file -> new ImageSource.Encoded(file.bytes())).toList(),
        Optional.of(files.stream().map(FormFile::name).toList()));
  }
}
