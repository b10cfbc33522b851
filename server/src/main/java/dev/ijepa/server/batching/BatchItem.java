package dev.ijepa.server.batching;

import dev.ijepa.models.image.ImageSize;
import dev.ijepa.models.savedmodel.ModelInput;
import dev.ijepa.server.item.ItemOutcome;
import dev.ijepa.server.item.ItemTerms;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * An item that waits for its place in a batch.
 *
 * @param input its pixels, and what is wanted of them
 * @param terms whose it is, and until when it is wanted
 * @param image the size of the upright image, as it was sent
 * @param submittedNanos when it came here, on the server's ticker
 * @param waited how long it had waited before that
 * @param preprocessing how long decoding took
 * @param done hears the outcome, once
 */
public record BatchItem(
    ModelInput input,
    ImageSize image,
    ItemTerms terms,
    long submittedNanos,
    Duration waited,
    Duration preprocessing,
    Consumer<ItemOutcome> done) {}
