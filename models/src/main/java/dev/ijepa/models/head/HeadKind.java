package dev.ijepa.models.head;

/** How a head classifies. */
public enum HeadKind {
  /** A weight for each class and feature, and a bias. */
  LINEAR,
  /** By the cosines to the means of the classes. */
  CLASS_MEAN,
  /** By the votes of the nearest training images. */
  KNN
}
