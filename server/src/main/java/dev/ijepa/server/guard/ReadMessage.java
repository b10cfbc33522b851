package dev.ijepa.server.guard;

import dev.ijepa.server.item.Failure;
import java.util.Optional;

/**
 * A message that was read.
 *
 * @param message what the server knows of it
 * @param fault why it must not be obeyed, although it could be read: it has a field that the server
 *     does not know; empty if there is nothing
 */
public record ReadMessage<T>(T message, Optional<Failure> fault) {}
