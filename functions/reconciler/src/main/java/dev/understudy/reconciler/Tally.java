package dev.understudy.reconciler;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What has been counted.
 *
 * @param keys keys that either side has
 * @param primaryKeys keys that the primary has, but for the probe's heartbeat
 * @param bytes bytes of the primary's objects
 * @param missing replicas that are not there
 * @param stale replicas that are not what their originals are
 * @param orphaned replicas without an original
 * @param refused keys that the standby can never hold
 * @param inFlight differences too young to be called drift
 * @param bytesToCopy of what is missing or stale
 * @param hinted hints sent
 */
record Tally(
    long keys,
    long primaryKeys,
    long bytes,
    long missing,
    long stale,
    long orphaned,
    long refused,
    long inFlight,
    long bytesToCopy,
    long hinted) {
  static final Tally NOTHING = new Tally(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** Whether both sides were equal, but for what the standby can never hold. */
  boolean isEqual() {
    return missing + stale + orphaned == 0;
  }

  Tally plus(Tally o) {
    return new Tally(
        keys + o.keys,
        primaryKeys + o.primaryKeys,
        bytes + o.bytes,
        missing + o.missing,
        stale + o.stale,
        orphaned + o.orphaned,
        refused + o.refused,
        inFlight + o.inFlight,
        bytesToCopy + o.bytesToCopy,
        hinted + o.hinted);
  }

  Tally minus(Tally o) {
    return new Tally(
        keys - o.keys,
        primaryKeys - o.primaryKeys,
        bytes - o.bytes,
        missing - o.missing,
        stale - o.stale,
        orphaned - o.orphaned,
        refused - o.refused,
        inFlight - o.inFlight,
        bytesToCopy - o.bytesToCopy,
        hinted - o.hinted);
  }

  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("keys", keys);
    map.put("primaryKeys", primaryKeys);
    map.put("bytes", bytes);
    map.put("missing", missing);
    map.put("stale", stale);
    map.put("orphaned", orphaned);
    map.put("refused", refused);
    map.put("inFlight", inFlight);
    map.put("bytesToCopy", bytesToCopy);
    map.put("hinted", hinted);
    return map;
  }

  static Tally of(Fields fields) {
    return new Tally(
        fields.number("keys"),
        fields.number("primaryKeys"),
        fields.number("bytes"),
        fields.number("missing"),
        fields.number("stale"),
        fields.number("orphaned"),
        fields.number("refused"),
        fields.number("inFlight"),
        fields.number("bytesToCopy"),
        fields.number("hinted"));
  }
}
