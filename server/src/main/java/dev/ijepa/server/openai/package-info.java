/** The door for clients of OpenAI's API: embeddings of images, in the shapes that they send. */
@NullMarked
package dev.ijepa.server.openai;

import org.jspecify.annotations.NullMarked;
