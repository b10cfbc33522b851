/** JMH benchmarks of the hot paths; the scripts in ops/bench put the reference beside them. */
@NullMarked
package dev.ijepa.ops.bench;

import org.jspecify.annotations.NullMarked;
