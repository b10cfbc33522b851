package dev.ijepa.client.cli;

import dev.ijepa.client.bench.Bench;
import dev.ijepa.client.bench.Workload;

/** What all results of a run have in common. */
record BenchSetup(String target, Bench.Timing timing, Workload workload) {

  /** For people: {@code unary calls}, {@code 2 streams}. */
  String over() {
    return switch (workload.streams()) {
      case 0 -> "unary calls";
      case 1 -> "1 stream";
      default -> workload.streams() + " streams";
    };
  }
}
