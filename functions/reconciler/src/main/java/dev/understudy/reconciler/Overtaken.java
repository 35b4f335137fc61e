package dev.understudy.reconciler;

/** Another run has moved the watermark: this one must stop, as the other goes on. */
final class Overtaken extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Overtaken() {
    super("Another run has gone on with this pass");
  }
}
