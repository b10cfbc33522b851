package dev.ijepa.ops.compatibility;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A call as it was on the wire: bytes, so that later classes cannot change what an earlier client
 * sent.
 *
 * @param name of its files
 * @param method its full name, for example {@code ijepa.v1.FeatureService/EmbedImage}
 * @param requests the messages that the client sent
 * @param responses the messages that the server answered, in the order of the requests
 * @param status the code that the call ended with; with the reason, if the server gave one
 */
record RecordedCall(
    String name,
    String method,
    List<ByteString> requests,
    List<ByteString> responses,
    String status) {
  private static final String INDEX = "calls.tsv";

  /** Reads all calls of a folder. */
  static List<RecordedCall> readAll(Path folder) throws IOException {
    List<RecordedCall> calls = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve(INDEX))) {
      String[] parts = line.split("\t", -1);
      calls.add(
          new RecordedCall(
              parts[0],
              parts[1],
              messages(folder.resolve(parts[0] + ".requests")),
              messages(folder.resolve(parts[0] + ".responses")),
              parts[2]));
    }
    return calls;
  }

  static void writeAll(Path folder, List<RecordedCall> calls) throws IOException {
    Files.createDirectories(folder);
    StringBuilder index = new StringBuilder();
    for (RecordedCall call : calls) {
      index.append(String.join("\t", call.name, call.method, call.status)).append('\n');
      write(folder.resolve(call.name + ".requests"), call.requests);
      write(folder.resolve(call.name + ".responses"), call.responses);
    }
    Files.writeString(folder.resolve(INDEX), index);
  }

  /** Each message behind its length, as protobuf's writeDelimitedTo does it. */
  private static void write(Path file, List<ByteString> messages) throws IOException {
    try (OutputStream stream = Files.newOutputStream(file)) {
      CodedOutputStream out = CodedOutputStream.newInstance(stream);
      for (ByteString message : messages) {
        out.writeBytesNoTag(message);
      }
      out.flush();
    }
  }

  private static List<ByteString> messages(Path file) throws IOException {
    List<ByteString> messages = new ArrayList<>();
    CodedInputStream in = CodedInputStream.newInstance(Files.readAllBytes(file));
    while (!in.isAtEnd()) {
      messages.add(in.readBytes());
    }
    return messages;
  }
}
