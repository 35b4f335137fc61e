package dev.understudy.reconciler.accesslog;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.understudy.core.object.ObjectKey;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The keys that a logged key or path may mean. S3 encodes the keys of most operations twice and of
 * some once, and CDNs log a path as the client sent it. A log does not say which it is, so each
 * reading counts: a key too many costs little, and a key that is missing is a replica that is
 * missing.
 */
final class LoggedKeys {
  private static final int MAX_DECODINGS = 2;

  /** A key of the maximum length, each byte encoded twice. */
  private static final int MAX_CHARACTERS = ObjectKey.MAX_BYTES * "%25xx".length();

  private static final String INDEX = "index.html";

  private LoggedKeys() {}

  /** The keys of the path of a URL, which begins with a slash. */
  static List<ObjectKey> ofPath(String prefix, String path) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("The path does not begin with a slash");
    }
    return of(prefix, path.substring(1));
  }

  /**
   * The keys with this prefix.
   *
   * @param logged a key after the prefix, as it is in the log
   * @throws IllegalArgumentException if it can be no key
   */
  static List<ObjectKey> of(String prefix, String logged) {
    if (logged.length() > MAX_CHARACTERS) {
      throw new IllegalArgumentException("The key is too long");
    }
    List<ObjectKey> keys = new ArrayList<>();
    for (String reading : readings(logged)) {
      key(prefix + reading).ifPresent(keys::add);
      if (reading.isEmpty() || reading.endsWith("/")) {
        key(prefix + reading + INDEX).ifPresent(keys::add);
      }
    }
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("The key has no valid reading");
    }
    return keys;
  }

  private static Set<String> readings(String logged) {
    if (logged.indexOf('%') < 0 && logged.indexOf('+') < 0) {
      return Set.of(logged);
    }
    Set<String> all = new LinkedHashSet<>();
    Set<String> encoded = withSpaces(Set.of(logged));
    all.addAll(encoded);
    for (int i = 0; i < MAX_DECODINGS; i++) {
      Set<String> decoded = new LinkedHashSet<>();
      encoded.forEach(text -> decode(text).ifPresent(decoded::add));
      encoded = withSpaces(decoded);
      all.addAll(encoded);
    }
    return all;
  }

  /** Each text as it is, and with its plus signs as spaces. */
  private static Set<String> withSpaces(Set<String> texts) {
    Set<String> both = new LinkedHashSet<>(texts);
    texts.forEach(text -> both.add(text.replace('+', ' ')));
    return both;
  }

  private static Optional<ObjectKey> key(String text) {
    try {
      return Optional.of(new ObjectKey(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A percent sign without two hexadecimal digits stands for itself. */
  private static Optional<String> decode(String text) {
    byte[] raw = text.getBytes(UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length);
    for (int i = 0; i < raw.length; i++) {
      int high = raw[i] == '%' && i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
      int low = high >= 0 ? Character.digit(raw[i + 2], 16) : -1;
      bytes.write(low >= 0 ? high << 4 | low : raw[i]);
      i += low >= 0 ? 2 : 0;
    }
    try {
      return Optional.of(
          UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
