package dev.understudy.reconciler;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a run answers, for people.
 *
 * @param pass the pass that the run belongs to; empty for a dry run and a run over a prefix
 * @param tally what this run has counted
 * @param complete whether the pass is complete, or all keys asked for were compared
 * @param nextKey the last key compared, above which the next run goes on
 * @param goOn what to ask for next, where no pass goes on by itself
 * @param watermark as the run leaves it; absent where it has none
 * @param message what else there is to know
 */
record Summary(
    Optional<String> pass,
    Tally tally,
    boolean complete,
    Optional<String> nextKey,
    Optional<ReconcileRequest> goOn,
    Optional<Watermark> watermark,
    Optional<String> message,
    double seconds) {

  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    pass.ifPresent(id -> map.put("pass", id));
    map.putAll(tally.toMap());
    map.put("complete", complete);
    nextKey.ifPresent(key -> map.put("nextKey", key));
    goOn.ifPresent(request -> map.put("goOn", request.toMap()));
    watermark.flatMap(Watermark::proof).ifPresent(proof -> map.put("lastProof", proof.toMap()));
    watermark.flatMap(Watermark::held).ifPresent(held -> map.put("withheld", withheld(held)));
    message.ifPresent(text -> map.put("message", text));
    map.put("seconds", Math.round(seconds * 1000) / 1000.0);
    return map;
  }

  private static Map<String, Object> withheld(Watermark.Held held) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("pass", held.pass());
    map.put("orphans", held.orphans());
    map.put("reason", held.reason());
    map.put("release", "{\"release\":\"%s\"}".formatted(held.pass()));
    return map;
  }
}
