package dev.understudy.lab.client;

/** Something about one key that is not the same on both sides. */
public record Difference(String key, String what, String onPrimary, String onStandby) {
  @Override
  public String toString() {
    return "%s: %s is %s on the primary, %s on the standby"
        .formatted(key, what, onPrimary, onStandby);
  }
}
