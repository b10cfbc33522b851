package dev.ijepa.models.savedmodel;

import dev.ijepa.models.Output;
import java.util.Set;

/**
 * One image of a batch.
 *
 * @param pixels height × width × 3 bytes, RGB row by row, at the model's input size
 * @param outputs what is wanted of it, at least one
 */
@SuppressWarnings("ArrayRecordComponent") // Handed over, never compared.
public record ModelInput(byte[] pixels, Set<Output> outputs) {}
