package dev.understudy.cli.drill;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a drill measured.
 *
 * @param failover until the standby served; empty if the drill did not begin
 * @param restored whether the original state is restored
 * @param failback until the primary served again; empty if it was not awaited
 */
public record DrillResult(Optional<Wait> failover, boolean restored, Optional<Wait> failback) {
  /**
   * Why the drill failed; empty if it passed.
   *
   * @param worst the longest RTO that passes, in seconds; empty for any
   */
  public Optional<String> failure(OptionalLong worst) {
    if (failover.isEmpty()) {
      return Optional.of("the drill did not begin");
    }
    Wait rto = failover.get();
    if (!rto.serves()) {
      return Optional.of("the standby " + rto.end().text());
    }
    if (!restored) {
      return Optional.of("the original state is not restored");
    }
    Optional<Wait> open = failback.filter(wait -> !wait.serves());
    if (open.isPresent()) {
      return Optional.of("the primary " + open.get().end().text());
    }
    return worst.isPresent() && rto.seconds() > worst.getAsLong()
        ? Optional.of(
            "the RTO of %d s exceeds the worst case of %d s"
                .formatted(rto.seconds(), worst.getAsLong()))
        : Optional.empty();
  }

  /** The numbers, by the names that documents use. */
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    failover.ifPresent(
        wait -> {
          fields.put(wait.serves() ? "rtoSeconds" : "waitedSeconds", wait.seconds());
          fields.put("failedRequests", wait.failedRequests());
        });
    fields.put("restored", restored);
    failback.ifPresent(
        wait -> {
          fields.put("failbackSeconds", wait.seconds());
          fields.put("failbackFailedRequests", wait.failedRequests());
        });
    return fields;
  }
}
