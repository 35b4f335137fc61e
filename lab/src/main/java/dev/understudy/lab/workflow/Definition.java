package dev.understudy.lab.workflow;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A state machine in the Amazon States Language, with JSONPath. A state, a field or a value that
 * this package does not support is an error, so that no definition runs differently here and in AWS
 * without notice.
 */
public final class Definition {
  private final String startAt;
  private final Map<String, State> states = new LinkedHashMap<>();

  private Definition(Fields fields) {
    this.startAt = fields.text("StartAt");
    Fields all = fields.object("States");
    ((Map<?, ?>) fields.required("States"))
        .keySet()
        .forEach(name -> states.put(String.valueOf(name), state(all.object(String.valueOf(name)))));
    fields.requireAllRead();
    states.values().forEach(this::requireNext);
    state(startAt);
  }

  /**
   * Reads a definition.
   *
   * @param substitutions the values of <code>${NAME}</code>
   * @throws IllegalArgumentException that names what is wrong or not supported
   */
  public static Definition parse(String json, Map<String, String> substitutions) {
    String text = json;
    for (Map.Entry<String, String> one : substitutions.entrySet()) {
      text = text.replace("${" + one.getKey() + "}", one.getValue());
    }
    if (text.contains("${")) {
      throw new IllegalArgumentException(
          "The definition has a substitution without a value: "
              + text.substring(text.indexOf("${"), text.indexOf('}', text.indexOf("${")) + 1));
    }
    try {
      return new Definition(new Fields("The definition", JSON.std.anyFrom(text)));
    } catch (IOException e) {
      throw new IllegalArgumentException("The definition is not JSON", e);
    }
  }

  State start() {
    return state(startAt);
  }

  State state(String name) {
    return Objects.requireNonNull(states.get(name), () -> "There is no state " + name);
  }

  private void requireNext(State state) {
    if (state instanceof State.Task task) {
      state(task.next());
    } else if (state instanceof State.Choice choice) {
      state(choice.otherwise());
      choice.rules().forEach(rule -> state(rule.next()));
    } else if (state instanceof State.Each each) {
      state(each.next());
    } else if (state instanceof State.Wait wait) {
      state(wait.next());
    }
  }

  private static State state(Fields fields) {
    String type = fields.text("Type");
    State state =
        switch (type) {
          case "Task" -> task(fields);
          case "Choice" -> new State.Choice(rules(fields), fields.text("Default"));
          case "Map" -> each(fields);
          case "Wait" -> new State.Wait(fields.number("Seconds"), fields.text("Next"));
          case "Succeed" -> new State.Succeed();
          default -> throw new IllegalArgumentException("This runner has no state " + type);
        };
    fields.requireAllRead();
    return state;
  }

  private static State task(Fields fields) {
    return new State.Task(
        fields.text("Resource"),
        fields.required("Parameters"),
        fields.optional("ResultSelector"),
        resultPath(fields),
        fields.objects("Retry").stream().map(Definition::retrier).toList(),
        fields.text("Next"));
  }

  private static State each(Fields fields) {
    Fields processor = fields.object("ItemProcessor");
    Fields config = processor.object("ProcessorConfig");
    config.text("Mode");
    config.text("ExecutionType");
    config.requireAllRead();
    return new State.Each(
        fields.text("ItemsPath"),
        fields.number("MaxConcurrency"),
        new Definition(processor),
        resultPath(fields),
        fields.text("Next"));
  }

  private static List<State.Rule> rules(Fields fields) {
    return fields.objects("Choices").stream().map(Definition::rule).toList();
  }

  private static State.Rule rule(Fields fields) {
    Optional<Boolean> equal = fields.optional("BooleanEquals").map(Boolean.class::cast);
    boolean presence = fields.optional("IsPresent").filter(Boolean.TRUE::equals).isPresent();
    if (presence == equal.isPresent()) {
      throw new IllegalArgumentException("A rule needs either IsPresent true or BooleanEquals");
    }
    State.Rule rule = new State.Rule(fields.text("Variable"), equal, fields.text("Next"));
    fields.requireAllRead();
    return rule;
  }

  private static State.Retrier retrier(Fields fields) {
    List<?> errors = (List<?>) fields.required("ErrorEquals");
    if (errors.size() != 1) {
      throw new IllegalArgumentException("This runner supports one error in ErrorEquals");
    }
    State.Retrier retrier =
        new State.Retrier(
            String.valueOf(errors.get(0)),
            fields.number("IntervalSeconds"),
            fields.number("MaxAttempts"),
            fields.number("BackoffRate"));
    fields.requireAllRead();
    return retrier;
  }

  private static State.ResultPath resultPath(Fields fields) {
    boolean kept = !fields.has("ResultPath") || fields.optional("ResultPath").isPresent();
    Optional<String> path = fields.optional("ResultPath").map(String.class::cast);
    if (path.filter(text -> !text.matches("\\$\\.\\w+")).isPresent()) {
      throw new IllegalArgumentException(
          "This runner supports a ResultPath of one field, not " + path.get());
    }
    return new State.ResultPath(kept, path.map(text -> text.substring("$.".length())));
  }
}
