package dev.ijepa.client.cli;

import java.util.List;

/**
 * What was found under the paths that were given.
 *
 * @param passedOver files in folders that are no images by their names
 */
record FoundFiles(List<FoundFile> files, PassedOver passedOver) {}
