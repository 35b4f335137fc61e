package dev.understudy.lab.demo;

/** One part of the story. */
interface Scene {
  String title();

  /**
   * Plays it to its end, the standby caught up.
   *
   * @return what happened, with figures
   */
  String play(DemoContext stage);
}
