package dev.understudy.lab.workflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Executes a definition as AWS Step Functions does. If an item of a Map state fails, the others end
 * before the execution fails; Step Functions stops them. Thread-safe.
 */
public final class StateMachine {
  private static final String ID = "local";

  private final Definition definition;
  private final Map<String, Function<Object, Object>> resources;
  private final Pause pause;
  private final AtomicInteger running = new AtomicInteger();

  /** Waits; tests do not. */
  @FunctionalInterface
  public interface Pause {
    void sleep(long seconds) throws InterruptedException;
  }

  /**
   * @param resources what tasks call, by the name in the definition. A resource may throw {@link
   *     ExecutionFailedException}
   */
  public StateMachine(
      Definition definition, Map<String, Function<Object, Object>> resources, Pause pause) {
    this.definition = definition;
    this.resources = Map.copyOf(resources);
    this.pause = pause;
  }

  /** The number of executions that are running, without the items of a Map state. */
  public int running() {
    return running.get();
  }

  /**
   * Runs one execution.
   *
   * @return its output
   * @throws ExecutionFailedException if a task failed more often than its retriers allow
   * @throws InterruptedException if the thread is interrupted; the tasks under way are too
   */
  public Object execute(Map<String, ?> input) throws InterruptedException {
    running.incrementAndGet();
    try {
      return run(definition, input);
    } finally {
      running.decrementAndGet();
    }
  }

  private Object run(Definition states, Object input) throws InterruptedException {
    State state = states.start();
    Object data = input;
    while (true) {
      if (state instanceof State.Task task) {
        data = merged(data, task.resultPath(), result(task, data));
        state = states.state(task.next());
      } else if (state instanceof State.Choice choice) {
        state = states.state(next(choice, paths(data)));
      } else if (state instanceof State.Each each) {
        data = merged(data, each.resultPath(), results(each, data));
        state = states.state(each.next());
      } else if (state instanceof State.Wait wait) {
        pause.sleep(wait.seconds());
        state = states.state(wait.next());
      } else {
        return data;
      }
    }
  }

  private static Paths paths(Object data) {
    return new Paths(data, Map.of("StateMachine", Map.of("Id", ID)));
  }

  private static String next(State.Choice choice, Paths paths) {
    return choice.rules().stream()
        .filter(rule -> rule.matches(paths.find(rule.variable())))
        .map(State.Rule::next)
        .findFirst()
        .orElse(choice.otherwise());
  }

  private static Object merged(Object data, State.ResultPath path, Object result) {
    if (!path.kept()) {
      return data;
    }
    if (path.field().isEmpty()) {
      return result;
    }
    Map<Object, Object> merged = new LinkedHashMap<>((Map<?, ?>) data);
    merged.put(path.field().get(), result);
    return merged;
  }

  private Object result(State.Task task, Object data) throws InterruptedException {
    Object parameters = paths(data).fill(task.parameters());
    Function<Object, Object> resource =
        Objects.requireNonNull(
            resources.get(task.resource()), () -> "There is no resource " + task.resource());
    for (int attempt = 0; ; attempt++) {
      try {
        Object answer = resource.apply(parameters);
        return task.resultSelector().map(selector -> paths(answer).fill(selector)).orElse(answer);
      } catch (ExecutionFailedException e) {
        int failed = attempt;
        Optional<State.Retrier> retrier =
            task.retriers().stream()
                .filter(one -> one.matches(e.error()))
                .findFirst()
                .filter(one -> failed < one.maxAttempts());
        if (retrier.isEmpty()) {
          throw e;
        }
        pause.sleep(retrier.get().delaySeconds(attempt));
      }
    }
  }

  private List<Object> results(State.Each each, Object data) throws InterruptedException {
    List<?> items = (List<?>) paths(data).existing(each.itemsPath());
    ExecutorService threads = Executors.newFixedThreadPool(each.maxConcurrency());
    try {
      List<Callable<Object>> all = new ArrayList<>();
      items.forEach(item -> all.add(() -> run(each.processor(), item)));
      List<Object> results = new ArrayList<>();
      for (Future<Object> one : threads.invokeAll(all)) {
        results.add(result(one));
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  private static Object result(Future<Object> item) throws InterruptedException {
    try {
      return item.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ExecutionFailedException failed) {
        throw failed;
      }
      if (e.getCause() instanceof InterruptedException) {
        throw new InterruptedException();
      }
      throw new IllegalStateException("An item of a Map state failed", e.getCause());
    }
  }
}
