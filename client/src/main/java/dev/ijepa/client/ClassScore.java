package dev.ijepa.client;

/**
 * One class, as the model sees it in the image.
 *
 * @param index the index of the class in the model's labels
 * @param label the model's label of the class
 * @param probability softmax of the logits over all classes of the model, in [0, 1]
 * @param logit what the head gave, before the softmax
 */
public record ClassScore(int index, String label, float probability, float logit) {}
