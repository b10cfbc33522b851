/**
 * Checkpoints from the Hugging Face Hub, by name, through the cache that Python's {@code
 * huggingface_hub} keeps: what either has fetched, the other finds.
 *
 * <p>The Hub is a stranger too. Only files that a checkpoint needs are fetched, never pickles; each
 * is checked against its hash before it gets its name; redirects, listings and bodies are bounded,
 * and the token goes to the Hub alone. Source: huggingface_hub's {@code file_download.py} and
 * {@code _snapshot_download.py}.
 */
@NullMarked
package dev.ijepa.models.hub;

import org.jspecify.annotations.NullMarked;
