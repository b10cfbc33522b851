package dev.ijepa.server.pipeline;

/** A share of the budget that somebody holds. Whoever has it last releases it. */
public interface Lease {
  /** Of what was never admitted. */
  Lease NONE =
      new Lease() {
        @Override
        public void reduceTo(long bytes) {}

        @Override
        public void release() {}
      };

  /** Gives back what is over so many bytes. */
  void reduceTo(long bytes);

  /** Gives back all of it; what it is called for again does nothing. */
  void release();
}
