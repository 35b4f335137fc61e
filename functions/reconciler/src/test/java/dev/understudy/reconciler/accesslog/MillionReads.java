package dev.understudy.reconciler.accesslog;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.understudy.core.object.ETag;
import dev.understudy.core.object.HotSet;
import dev.understudy.core.object.HotSetBuilder;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.StoredHotSet;
import dev.understudy.core.store.ListedObject;
import dev.understudy.core.time.Deadline;
import dev.understudy.testkit.store.InMemoryPrimary;
import dev.understudy.testkit.store.Samples;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Reads logs of more keys than a set holds, stores the set, and reads it back beside the old one,
 * as the replicator does. Prints what it has.
 */
final class MillionReads {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final int KEYS_IN_LOG = HotSet.MAX_KEYS / 10;

  private MillionReads() {}

  public static void main(String[] arguments) {
    HotSetBuilder builder = new HotSetBuilder(StoredHotSet.NONE.set());
    long day = LocalDate.ofInstant(NOW, ZoneOffset.UTC).toEpochDay();
    builder.addDay(day);
    for (int i = 0; i < HotSet.MAX_KEYS; i++) {
      builder.addRead(new ObjectKey("key-" + i), day);
    }
    readLog(builder);
    HotSet set = builder.build();
    byte[] stored = new StoredHotSet(set, StoredHotSet.NONE.progress()).encode();
    StoredHotSet again = StoredHotSet.decode(stored);
    HotSet next = new HotSetBuilder(again.set()).build();
    System.out.printf(
        "%d keys, %d dropped, %d bytes, again %d%n",
        set.size(), builder.dropped(), stored.length, next.size());
  }

  private static void readLog(HotSetBuilder builder) {
    InMemoryPrimary logs = new InMemoryPrimary(Clock.fixed(NOW, ZoneOffset.UTC));
    String line = LogSamples.s3(NOW, "KEY", 200) + "\n";
    ObjectKey name = new ObjectKey("log");
    for (int i = 0; i < KEYS_IN_LOG; i += 10_000) {
      StringBuilder text = new StringBuilder();
      for (int key = i; key < i + 10_000; key++) {
        text.append(line.replace("KEY", "logged-" + key));
      }
      logs.put(name, text.toString().getBytes(UTF_8), Samples.typed("text/plain"));
      LogParser parser = LogFormat.S3.parser(LogSamples.settings(LogFormat.S3));
      var unused =
          new LogFile(new ListedObject(name, new ETag("x"), 1, NOW), parser, builder)
              .read(logs, new Deadline(() -> 900_000, Duration.ZERO));
    }
  }
}
