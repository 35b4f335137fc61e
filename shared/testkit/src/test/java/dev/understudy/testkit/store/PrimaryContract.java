package dev.understudy.testkit.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.object.Attributes;
import dev.understudy.core.object.Checksum;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.store.Primary;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.PrimaryRead;
import dev.understudy.core.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the converge procedure rests on, for every primary. Each test has a store of its own. */
public abstract class PrimaryContract {
  protected static final ObjectKey KEY = new ObjectKey("a/b c+d.txt");

  /** An empty primary. */
  protected abstract Primary primary();

  /** Writes an object on it, as a writer would. */
  protected abstract void write(ObjectKey key, byte[] content, Attributes attributes);

  /** Uploads an object in these parts. */
  protected abstract void writeInParts(ObjectKey key, List<byte[]> parts);

  /** Deletes the object. */
  protected abstract void delete(ObjectKey key);

  /** The time on the primary's clock. */
  protected abstract Instant now();

  @Test
  public void opensBytesAttributesAndTimes() throws IOException {
    write(KEY, bytes("hello"), attributes());

    try (PrimaryRead read = primary().open(KEY)) {
      PrimaryObject object = read.object().orElseThrow();
      assertThat(object.fingerprint().attributes()).isEqualTo(attributes());
      assertThat(object.fingerprint().size()).isEqualTo(5);
      assertThat(object.fingerprint().etag().value()).isEqualTo("5d41402abc4b2a76b9719d911017c592");
      assertThat(Duration.between(object.lastModified(), now()))
          .isBetween(Duration.ZERO, Duration.ofSeconds(10));
      assertThat(Duration.between(read.readAt(), now()))
          .isBetween(Duration.ZERO, Duration.ofSeconds(10));
      assertThat(read.body().readAllBytes()).isEqualTo(bytes("hello"));
    }
  }

  @Test
  public void knowsAChecksumOfTheWholeContent() {
    write(KEY, bytes("hello"), Samples.typed("text/plain"));

    try (PrimaryRead read = primary().open(KEY)) {
      Checksum known = read.checksum().orElseThrow();
      assertThat(known).isEqualTo(Checksums.of(known.algorithm(), bytes("hello")));
      assertThat(read.etagTellsContent()).isTrue();
    }
  }

  @Test
  public void looksAtWhatItWouldOpen() {
    write(KEY, bytes("hello"), attributes());

    try (PrimaryRead read = primary().open(KEY)) {
      assertThat(primary().head(KEY)).isEqualTo(read.object());
    }
  }

  @Test
  public void saysThatThereIsNoSuchKeyAndWhen() throws IOException {
    try (PrimaryRead read = primary().open(KEY)) {
      assertThat(read.object()).isEmpty();
      assertThat(Duration.between(read.readAt(), now()))
          .isBetween(Duration.ZERO, Duration.ofSeconds(10));
      assertThat(read.body().readAllBytes()).isEmpty();
    }
    assertThat(primary().head(KEY)).isEmpty();
  }

  @Test
  public void doesOtherWorkOnceWhileItOpens() {
    AtomicInteger runs = new AtomicInteger();
    try (PrimaryRead none = primary().open(KEY, runs::incrementAndGet)) {
      assertThat(none.object()).isEmpty();
    }
    assertThat(runs).hasValue(1);

    write(KEY, bytes("hello"), Samples.typed("text/plain"));
    try (PrimaryRead read = primary().open(KEY, runs::incrementAndGet)) {
      assertThat(read.object()).isPresent();
    }
    assertThat(runs).hasValue(2);
  }

  @Test
  public void opensAnEmptyObject() throws IOException {
    write(KEY, new byte[0], Samples.typed("text/plain"));

    try (PrimaryRead read = primary().open(KEY)) {
      assertThat(read.object().orElseThrow().fingerprint().size()).isZero();
      assertThat(read.body().readAllBytes()).isEmpty();
    }
  }

  @Test
  public void readsRangesOfTheObjectThatWasSeen() throws IOException {
    write(KEY, bytes("0123456789"), Samples.typed("text/plain"));
    PrimaryObject object = primary().head(KEY).orElseThrow();

    try (InputStream range = primary().range(object, 3, 4)) {
      assertThat(range.readAllBytes()).isEqualTo(bytes("3456"));
    }
  }

  @Test
  public void refusesARangeOfAnObjectThatMoved() {
    write(KEY, bytes("0123456789"), Samples.typed("text/plain"));
    PrimaryObject object = primary().head(KEY).orElseThrow();

    write(KEY, bytes("9876543210"), Samples.typed("text/plain"));

    assertThatThrownBy(() -> primary().range(object, 3, 4).close())
        .isInstanceOf(StoreException.Moved.class);
  }

  @Test
  public void tellsTheSizesOfThePartsOfAnUpload() {
    writeInParts(KEY, List.of(new byte[6 << 20], new byte[5 << 20], new byte[3]));
    PrimaryObject object = primary().head(KEY).orElseThrow();

    assertThat(object.fingerprint().etag().parts()).hasValue(3);
    assertThat(
            IntStream.rangeClosed(1, 3).mapToLong(n -> primary().partSize(object, n).orElseThrow()))
        .containsExactly(6L << 20, 5L << 20, 3L);
  }

  @Test
  public void tellsNoPartOfAnObjectThatWasWrittenWhole() {
    write(KEY, bytes("0123456789"), Samples.typed("text/plain"));
    PrimaryObject object = primary().head(KEY).orElseThrow();

    assertThat(object.fingerprint().etag().parts()).isEmpty();
    assertThat(primary().partSize(object, 1)).isEmpty();
  }

  @Test
  public void tellsNoPartOfAnObjectThatMovedOrIsGone() {
    writeInParts(KEY, List.of(new byte[5 << 20], new byte[3]));
    PrimaryObject object = primary().head(KEY).orElseThrow();

    write(KEY, bytes("newer"), Samples.typed("text/plain"));
    assertThatThrownBy(() -> primary().partSize(object, 1))
        .isInstanceOf(StoreException.Moved.class);

    delete(KEY);
    assertThatThrownBy(() -> primary().partSize(object, 1))
        .isInstanceOf(StoreException.Moved.class);
  }

  @Test
  public void goesOnAfterABodyWasGivenUp() {
    write(KEY, new byte[4 << 20], Samples.typed("text/plain"));

    for (int i = 0; i < 5; i++) {
      primary().open(KEY).close();
    }

    assertThat(primary().head(KEY)).isPresent();
  }

  protected static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  protected static Attributes attributes() {
    return new Attributes(
        new TreeMap<>(Map.of("content-type", "text/plain", "cache-control", "no-cache")),
        new TreeMap<>(Map.of("owner", "site team")),
        new TreeMap<>(Map.of("project", "a b+c")));
  }
}
