package dev.understudy.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads the answers of the reconciler, which may need several runs for one request. */
final class Answers {
  private static final String GO_ON = "goOn";

  private Answers() {}

  /**
   * Sends a request, and continues it until the last answer.
   *
   * @param progress receives the total after each answer but the last
   * @return the total
   */
  static Map<String, Object> all(
      Installation installation, Map<String, ?> request, Consumer<Map<String, Object>> progress) {
    Map<String, Object> total = new LinkedHashMap<>();
    try (Functions functions = new Functions(installation)) {
      Optional<Map<String, ?>> next = Optional.of(request);
      while (next.isPresent()) {
        Map<String, Object> answer =
            functions.invoke(installation.functions().reconciler(), next.get()).fields();
        add(answer, total);
        next = goOn(answer);
        next.ifPresent(more -> progress.accept(total));
      }
    }
    return total;
  }

  /** What to ask for to continue, if the answer is not the last one. */
  private static Optional<Map<String, ?>> goOn(Map<String, Object> answer) {
    if (!(answer.get(GO_ON) instanceof Map<?, ?> request)) {
      return Optional.empty();
    }
    Map<String, Object> next = new LinkedHashMap<>();
    request.forEach((name, value) -> next.put(String.valueOf(name), value));
    return Optional.of(next);
  }

  /** Adds an answer to the total: numbers are summed, lists are joined, the rest is replaced. */
  static void add(Map<String, Object> answer, Map<String, Object> total) {
    total.remove("nextKey");
    total.remove("message");
    answer.forEach((name, value) -> total.merge(name, value, Answers::joined));
    total.remove(GO_ON);
  }

  private static Object joined(Object before, Object now) {
    if (before instanceof Number first && now instanceof Number second) {
      return before instanceof Double || now instanceof Double
          ? (Object) (first.doubleValue() + second.doubleValue())
          : (Object) (first.longValue() + second.longValue());
    }
    if (before instanceof List<?> first && now instanceof List<?> second) {
      List<Object> both = new ArrayList<>(first);
      both.addAll(second);
      return both;
    }
    return now;
  }

  /** The number with this name, or 0 if the answer does not contain it. */
  static long number(Map<String, ?> answer, String name) {
    return answer.get(name) instanceof Number number ? number.longValue() : 0;
  }
}
