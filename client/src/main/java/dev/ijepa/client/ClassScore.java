package dev.ijepa.client;

/**
 * One class, as the model sees it in the image.
 *
 * @param index the index of the class in the model's labels
 * @param label the model's label of the class
 * @param probability the score: softmax over all classes or sigmoid of the logits, in [0, 1], or,
 *     of a model for regression, the logit
 * @param logit what the head gave, before the softmax
 */
public record ClassScore(int index, String label, float probability, float logit) {}
