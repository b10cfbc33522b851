/** JMH benchmarks of the hot paths. The scripts in ops/bench compare them with the reference. */
@NullMarked
package dev.ijepa.ops.bench;

import org.jspecify.annotations.NullMarked;
