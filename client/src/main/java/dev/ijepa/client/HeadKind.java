package dev.ijepa.client;

/** How a head classifies. */
public enum HeadKind {
  /** A weight for each class and feature, and a bias. */
  LINEAR,
  /** By the cosines to the means of the classes. */
  CLASS_MEAN,
  /** By the votes of the nearest training images. */
  KNN,
  /** In a way that this client has no name for. */
  OTHER
}
