package dev.ijepa.server.lifecycle;

/**
 * The order in which a server closes what it has opened, first to last. Each phase may use what a
 * later one closes.
 */
public enum ClosePhase {
  /** The probes report that the server is not ready, so that balancers send no more requests. */
  PROBES,
  /** The doors answer what they have received, and close. The periodic tasks go on meanwhile. */
  DOORS,
  /** The periodic tasks end. */
  TASKS,
  /** The decoding threads finish their images and hand them on to the models. */
  PIPELINE,
  /** The decoders release their memory. */
  DECODERS,
  /** The models' lanes finish their batches; the models release their memory. */
  MODELS,
  /** The threads that tell outcomes end. */
  OUTCOMES,
  /** The admin port closes: an operator sees the server's end until here. */
  ADMIN,
  /** Temporary files are deleted. */
  FILES
}
