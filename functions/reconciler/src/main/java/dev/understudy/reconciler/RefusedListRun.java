package dev.understudy.reconciler;

import dev.understudy.core.note.RefusalNotes;
import dev.understudy.core.object.ObjectKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists refused objects with their reasons, and replicas without labels, a page at a time. */
final class RefusedListRun {
  /** An answer of Lambda holds 6 MB; a key has at most 1,024 bytes, labels some 2,000. */
  private static final int MAX_NOTES = 1000;

  private final RefusedKeys refused;
  private final ReconcileRequest request;

  RefusedListRun(RefusedKeys refused, ReconcileRequest request) {
    this.refused = refused;
    this.request = request;
  }

  /** The answer for people: the objects, and what to ask for to go on. */
  Map<String, Object> run() {
    RefusedKeys.NotePage page = refused.notesAfter(request.after(), MAX_NOTES);
    List<Map<String, Object>> objects = new ArrayList<>();
    List<Map<String, Object>> replicas = new ArrayList<>();
    page.notes().forEach(note -> (isRefused(note) ? objects : replicas).add(shown(note)));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("refused", objects);
    answer.put("labelsLeftOut", replicas);
    Optional<ObjectKey> next = page.next();
    answer.put("complete", next.isEmpty());
    next.ifPresent(name -> answer.put("goOn", request.goingOnAfter(name).toMap()));
    return answer;
  }

  private static boolean isRefused(RefusalNotes.Note note) {
    return note.reason().isPresent();
  }

  private static Map<String, Object> shown(RefusalNotes.Note note) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("key", note.key().value());
    note.reason().ifPresent(reason -> map.put("reason", reason.label()));
    if (!isRefused(note)) {
      map.put("leftOut", note.leftOut());
    }
    note.original()
        .ifPresent(version -> map.put("lastModified", version.lastModified().toString()));
    return map;
  }
}
