package dev.understudy.lab.demo;

/** One step of the demonstration. */
interface Scene {
  String title();

  /**
   * Runs the step and waits until the standby has caught up.
   *
   * @return what happened, for the scene's row
   */
  String play(DemoContext context);
}
