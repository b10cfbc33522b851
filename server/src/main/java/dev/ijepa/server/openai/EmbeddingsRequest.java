package dev.ijepa.server.openai;

import dev.ijepa.models.image.ImageSource;
import java.util.List;

/**
 * What a client asks for.
 *
 * @param model empty means the server's default
 * @param images at least one
 * @param imageBytes of all images
 * @param isBase64 whether the numbers are to be base64 of little-endian float32; else they are JSON
 */
record EmbeddingsRequest(
    String model, List<ImageSource> images, long imageBytes, boolean isBase64) {}
