package dev.understudy.reconciler;

/** Another run has moved the watermark, so this one must stop. */
final class Overtaken extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Overtaken() {
    super("Another run has gone on with this pass");
  }
}
