package dev.ijepa.server.openai;

import static dev.ijepa.server.openai.ImageStrings.invalid;

import dev.ijepa.server.http.Body;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.json.JsonReader;
import java.util.Optional;

/**
 * Reads requests for embeddings. Clients send images in three shapes: {@code input} with data URLs
 * (the OpenAI SDK, LiteLLM, infinity), {@code input} with objects (LiteLLM as Jina's client), and
 * {@code messages} (vLLM). What else OpenAI and others have defined is passed over, unless it would
 * change the numbers.
 */
final class EmbeddingsReader {
  private final JsonReader json;
  private final ImageStrings images;
  private String model = "";
  private boolean isBase64;

  private EmbeddingsReader(Body body, int mostImages, long mostBytes) throws FailedException {
    this.json = new JsonReader(body.bytes(), body.bytes().length, body.charge());
    this.images = new ImageStrings(mostImages, mostBytes);
  }

  /**
   * Reads a request.
   *
   * @param mostImages of the request
   * @param mostBytes of one image
   * @throws FailedException if it is none, naming what is wrong and what is allowed
   */
  static EmbeddingsRequest read(Body body, int mostImages, long mostBytes) throws FailedException {
    EmbeddingsReader reader = new EmbeddingsReader(body, mostImages, mostBytes);
    reader.read();
    return new EmbeddingsRequest(
        reader.model, reader.images.images(), reader.images.bytes(), reader.isBase64);
  }

  private void read() throws FailedException {
    json.beginObject("the body");
    Optional<String> name;
    while ((name = json.nextName()).isPresent()) {
      switch (name.get()) {
        case "model" -> model = json.string("model");
        case "input" -> input();
        case "messages" -> messages();
        case "encoding_format" -> isBase64 = encodingFormat();
        case "dimensions" -> dimensions();
        default -> json.skip();
      }
    }
    json.requireEnd();
    if (images.images().isEmpty()) {
      throw invalid("there is no image: send input, or messages");
    }
  }

  private boolean encodingFormat() throws FailedException {
    if (json.isNull()) {
      json.skip();
      return false;
    }
    String format = json.string("encoding_format");
    if (!format.equals("float") && !format.equals("base64")) {
      throw invalid("encoding_format must be float or base64");
    }
    return format.equals("base64");
  }

  private void dimensions() throws FailedException {
    if (!json.isNull()) {
      throw invalid(
          "dimensions is not implemented by this server: embeddings have the model's own number");
    }
    json.skip();
  }

  private void input() throws FailedException {
    if (!json.isArray()) {
      element();
      return;
    }
    json.beginArray("input");
    while (json.hasNext()) {
      element();
    }
  }

  private void element() throws FailedException {
    if (json.isString()) {
      images.addDataUrl(json.text("input"));
    } else if (json.isObject()) {
      imageObject();
    } else {
      throw invalid(
          "input must be an image or a list of images, each a data URL or {\"image\": base64}; this server embeds no tokens");
    }
  }

  private void imageObject() throws FailedException {
    json.beginObject("input");
    boolean hasImage = false;
    Optional<String> name;
    while ((name = json.nextName()).isPresent()) {
      if (name.get().equals("image")) {
        images.addImage(json.text("image"));
        hasImage = true;
      } else {
        json.skip();
      }
    }
    if (!hasImage) {
      throw invalid("an input has no image: it must be {\"image\": base64}");
    }
  }

  private void messages() throws FailedException {
    json.beginArray("messages");
    while (json.hasNext()) {
      json.beginObject("messages");
      Optional<String> name;
      while ((name = json.nextName()).isPresent()) {
        if (name.get().equals("content")) {
          content();
        } else {
          json.skip();
        }
      }
    }
    if (images.images().size() > 1) {
      throw invalid(
          "messages have several images; of messages there is one embedding, so send one image, or a list as input");
    }
  }

  private void content() throws FailedException {
    if (!json.isArray()) {
      throw textInMessage();
    }
    json.beginArray("content");
    while (json.hasNext()) {
      part();
    }
  }

  private void part() throws FailedException {
    json.beginObject("content");
    Optional<String> name;
    while ((name = json.nextName()).isPresent()) {
      switch (name.get()) {
        case "image_url" -> imageUrl();
        case "text" -> text();
        default -> json.skip();
      }
    }
  }

  private void imageUrl() throws FailedException {
    if (json.isString()) {
      images.addDataUrl(json.text("image_url"));
      return;
    }
    json.beginObject("image_url");
    Optional<String> name;
    while ((name = json.nextName()).isPresent()) {
      if (name.get().equals("url")) {
        images.addDataUrl(json.text("image_url.url"));
      } else {
        json.skip();
      }
    }
  }

  /** Templates put an empty text, or one of white space, beside an image. */
  private void text() throws FailedException {
    if (!json.string("text").isBlank()) {
      throw textInMessage();
    }
  }

  private static FailedException textInMessage() {
    return invalid(
        "a message has text; this server embeds images: content must be [{\"type\": \"image_url\", \"image_url\": {\"url\": \"data:image/…;base64,…\"}}]");
  }
}
