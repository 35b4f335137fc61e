package dev.understudy.lab.function;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.LambdaLogger;

/** The last 4 KiB of one invocation's log, as Lambda returns them for {@code LogType=Tail}. */
final class InvocationLog implements LambdaLogger {
  private static final int TAIL_BYTES = 4 << 10;

  private final StringBuilder tail = new StringBuilder();

  @Override
  public synchronized void log(String message) {
    tail.append(message);
    if (!message.endsWith("\n")) {
      tail.append('\n');
    }
    // A char is at least one byte, so the deleted part cannot belong to the tail.
    if (tail.length() > 4 * TAIL_BYTES) {
      tail.delete(0, tail.length() - TAIL_BYTES);
    }
  }

  @Override
  public void log(byte[] message) {
    log(new String(message, UTF_8));
  }

  synchronized String tail() {
    byte[] all = tail.toString().getBytes(UTF_8);
    int from = Math.max(0, all.length - TAIL_BYTES);
    while (from < all.length && isContinuation(all[from])) {
      from++;
    }
    return new String(all, from, all.length - from, UTF_8);
  }

  private static boolean isContinuation(byte octet) {
    return (octet & 0xC0) == 0x80;
  }
}
