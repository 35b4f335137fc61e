package dev.understudy.lab.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A primary with one or several standbys: a stack for each.
 *
 * @param stacks the first standby's stack, which owns the primary, then those of the others
 */
public record Installation(List<Stack> stacks) implements AutoCloseable {
  public Installation {
    stacks = List.copyOf(stacks);
  }

  /**
   * Starts the primary and as many standbys as the configuration says. All are ready when this
   * returns, and the caller closes it.
   *
   * @param announce receives a line for everything created on a real server
   * @throws dev.understudy.core.config.ConfigurationException as {@link Stack#start}
   */
  public static Installation start(
      StackConfig config, StackTimings timings, Consumer<String> announce) {
    List<Stack> stacks = new ArrayList<>();
    try {
      stacks.add(Stack.start(config, timings, announce));
      for (int number = 2; number <= config.standbys(); number++) {
        stacks.add(stacks.get(0).addStandby(new StandbyName(number), announce));
      }
      return new Installation(stacks);
    } catch (RuntimeException | Error e) {
      closeAll(stacks);
      throw e;
    }
  }

  /** The stack that owns the primary. */
  public Stack first() {
    return stacks.get(0);
  }

  @Override
  public void close() {
    closeAll(stacks);
  }

  private static void closeAll(List<Stack> stacks) {
    for (int i = stacks.size() - 1; i >= 0; i--) {
      stacks.get(i).close();
    }
  }
}
