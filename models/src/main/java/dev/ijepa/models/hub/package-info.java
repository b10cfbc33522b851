/**
 * Fetches checkpoints from the Hugging Face Hub by name, into the cache of Python's {@code
 * huggingface_hub}. Each finds what the other has fetched.
 *
 * <p>The code does not trust the Hub. It fetches only files that a checkpoint needs, and never
 * pickles. It checks each file against its hash before the file gets its name. It bounds redirects,
 * listings and bodies, and sends the token to the Hub alone. Source: huggingface_hub's {@code
 * file_download.py} and {@code _snapshot_download.py}.
 */
@NullMarked
package dev.ijepa.models.hub;

import org.jspecify.annotations.NullMarked;
