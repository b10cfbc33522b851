package dev.ijepa.server.http;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.QuotedStringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * The files of a form, {@code multipart/form-data}. They are views of the body, which has come
 * whole and is charged; nothing is written to a disk. Source of the format: RFC 7578.
 */
public final class FormFiles extends MultiPart.AbstractPartsListener {
  /** The type of such a body. */
  public static final String TYPE = "multipart/form-data";

  /** A name of 255 bytes, each percent-encoded, and the names of two headers. */
  private static final int PART_HEADER_BYTES = 2 << 10;

  /**
   * The search for a boundary of one repeated letter compares each byte of a body with all of it.
   * Source of the bound: RFC 2046, 5.1.1.
   */
  private static final int LONGEST_BOUNDARY = 70;

  /**
   * A file.
   *
   * @param name that the client gave it
   * @param bytes a view of the body
   */
  public record FormFile(String name, ByteBuffer bytes) {}

  private final int mostFiles;
  private final List<FormFile> files = new ArrayList<>();
  private final List<ByteBuffer> content = new ArrayList<>();
  private @Nullable String fault;

  private FormFiles(int mostFiles) {
    this.mostFiles = mostFiles;
  }

  /**
   * Reads a body.
   *
   * @param mostFiles that it may have
   * @throws HttpErrorException if it is no form, has no file, more files than are allowed, or
   *     something else than files
   */
  public static List<FormFile> read(Body body, int mostFiles) throws HttpErrorException {
    String boundary = boundary(body.contentType());
    if (boundary.isEmpty()) {
      throw invalid("Content-Type is %s without a boundary".formatted(TYPE));
    }
    if (boundary.length() > LONGEST_BOUNDARY) {
      throw invalid(
          "the boundary of the form has more than the %d characters that are allowed"
              .formatted(LONGEST_BOUNDARY));
    }
    FormFiles form = new FormFiles(mostFiles);
    MultiPart.Parser parser = new MultiPart.Parser(boundary, form);
    parser.setPartHeadersMaxLength(PART_HEADER_BYTES);
    parser.setMaxParts(mostFiles + 1L);
    parser.parse(Content.Chunk.from(ByteBuffer.wrap(body.bytes()), true));
    if (form.fault != null) {
      throw invalid(form.fault);
    }
    if (form.files.isEmpty()) {
      throw invalid("the form has no file");
    }
    return form.files;
  }

  /** Empty if there is none. Names of parameters are of any case: RFC 9110, 5.6.6. */
  private static String boundary(String contentType) throws HttpErrorException {
    Map<String, String> parameters = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    try {
      HttpField.getValueParameters(contentType, parameters);
      String boundary = parameters.get("boundary");
      return boundary == null ? "" : QuotedStringTokenizer.CSV.unquote(boundary);
    } catch (RuntimeException e) {
      // Jetty tells so of a quote that does not end.
      throw invalid("the parameters of Content-Type are no list of names and values");
    }
  }

  @Override
  public void onPartContent(Content.Chunk chunk) {
    if (chunk.hasRemaining()) {
      content.add(chunk.getByteBuffer().slice());
    }
  }

  @Override
  public void onPart(@Nullable String name, @Nullable String fileName, HttpFields headers) {
    if (fileName == null) {
      note("a part of the form is no file: it has no filename; parameters go behind the ?");
    } else if (files.size() == mostFiles) {
      note(
          "the form has more than the %d files that are allowed (--max-images-per-request)"
              .formatted(mostFiles));
    } else {
      files.add(new FormFile(fileName, bytes()));
    }
    content.clear();
  }

  /** The parser gives a file in several pieces only where one looks like the boundary's start. */
  private ByteBuffer bytes() {
    if (content.size() == 1) {
      return content.get(0);
    }
    ByteBuffer joined = ByteBuffer.allocate(content.stream().mapToInt(ByteBuffer::remaining).sum());
    content.forEach(joined::put);
    return joined.flip();
  }

  @Override
  public void onFailure(Throwable failure) {
    note("the body is no form that is accepted: " + failure.getMessage());
  }

  private void note(String what) {
    if (fault == null) {
      fault = what;
    }
  }

  private static HttpErrorException invalid(String message) {
    return HttpError.of(400, message).asException();
  }
}
