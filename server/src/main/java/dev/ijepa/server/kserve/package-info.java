/**
 * A door: the Open Inference Protocol (KServe v2) over gRPC, with extensions of Triton. It
 * translates messages to the room {@code inference} and back.
 */
@NullMarked
package dev.ijepa.server.kserve;

import org.jspecify.annotations.NullMarked;
