package dev.understudy.reconciler;

import dev.understudy.core.note.RefusalNotes;
import dev.understudy.core.object.ObjectKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists the refused objects with their reasons, a page at a time. */
final class RefusedListRun {
  /** An answer of Lambda holds 6 MB; a key has at most 1,024 bytes. */
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
    page.notes().forEach(note -> objects.add(shown(note)));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("refused", objects);
    Optional<ObjectKey> next = page.next();
    answer.put("complete", next.isEmpty());
    next.ifPresent(name -> answer.put("goOn", request.goingOnAfter(name).toMap()));
    return answer;
  }

  private static Map<String, Object> shown(RefusalNotes.Note note) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("key", note.key().value());
    map.put("reason", note.reason().label());
    note.original()
        .ifPresent(version -> map.put("lastModified", version.lastModified().toString()));
    return map;
  }
}
