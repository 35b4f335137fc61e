package dev.understudy.lab.client;

/** One attribute of one key that differs between primary and standby. */
public record Difference(String key, String what, String onPrimary, String onStandby) {
  @Override
  public String toString() {
    return "%s: %s is %s on the primary, %s on the standby"
        .formatted(key, what, onPrimary, onStandby);
  }
}
