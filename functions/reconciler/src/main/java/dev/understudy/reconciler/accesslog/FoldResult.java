package dev.understudy.reconciler.accesslog;

import dev.understudy.core.object.StoredHotSet;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a run of {@link LogFold} did.
 *
 * @param complete whether every log file was read; otherwise the next run goes on
 * @param files log files that were read
 * @param content of these files
 * @param dropped keys that were left out because the set was full
 * @param days within how many days a key counts as hot
 */
public record FoldResult(
    boolean complete,
    long files,
    LogFile.Content content,
    long dropped,
    StoredHotSet stored,
    int days) {

  /** Keys that were read within the days. */
  public int keys() {
    return stored.set().sizeWithin(days);
  }

  /** Since the newest request in a log. */
  public Duration age(Instant now) {
    return Duration.between(stored.progress().newest(), now);
  }

  /** The answer of the function. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("complete", complete);
    map.put("files", files);
    map.put("lines", content.lines());
    map.put("badLines", content.bad());
    map.put("keys", keys());
    map.put("droppedKeys", dropped);
    map.put("daysWithLogs", stored.set().days());
    map.put("newestRequest", stored.progress().newest().toString());
    return map;
  }
}
