package dev.understudy.testkit.readers;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.understudy.testkit.contract.ExpectedDigests;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** The objects that the requests read. The content of most is their key. */
final class Site {
  static final String BUCKET = "assets";
  static final String CONTENT_TYPE = "text/plain; charset=utf-8";

  /** S3 holds these keys, and the standby cannot. */
  static final List<String> PRIMARY_ONLY =
      List.of("a//b", "/absolute", "dot/./x", "dot/../x", "x__XLDIR__");

  static final List<String> EVERYWHERE =
      List.of(
          "ten",
          "empty",
          "huge",
          "index.html",
          "error.html",
          "docs/index.html",
          "two words.txt",
          "two+words.txt",
          "docs 2026/a b+c.txt",
          "   ",
          "+ ",
          "caf\u00e9.txt",
          "cafe\u0301.txt",
          "caf\u00e9/index.html",
          "\ud83d\ude00.bin",
          "\uff1e",
          "100%.txt",
          "100%25.txt",
          "what?.txt",
          "hash#.txt",
          "x'()!*,;:@&=$.css",
          "~tilde",
          ".../three",
          "..two",
          "two..",
          ".hidden",
          "back\\slash",
          "Case",
          "case",
          "trailing ",
          "a",
          "a/b");

  private static final int HUGE = 12 << 20;
  private static final DateTimeFormatter HTTP =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Map<String, byte[]> contents = new HashMap<>();
  private final Instant time;

  /**
   * @param time Last-Modified of all objects, in whole seconds
   */
  Site(Instant time) {
    this.time = time;
    EVERYWHERE.forEach(key -> contents.put(key, content(key)));
    PRIMARY_ONLY.forEach(key -> contents.put(key, content(key)));
  }

  private static byte[] content(String key) {
    return switch (key) {
      case "ten" -> "0123456789".getBytes(UTF_8);
      case "empty" -> new byte[0];
      case "huge" -> huge();
      default -> key.getBytes(UTF_8);
    };
  }

  private static byte[] huge() {
    byte[] content = new byte[HUGE];
    for (int i = 0; i < HUGE; i++) {
      content[i] = (byte) (i ^ i >>> 8 ^ i >>> 16);
    }
    return content;
  }

  /** Writes objects. The headers are sent with each. */
  void write(S3Client client, List<String> keys, Map<String, String> headers) {
    for (String key : keys) {
      client.putObject(
          r ->
              r.bucket(BUCKET)
                  .key(key)
                  .contentType(CONTENT_TYPE)
                  .cacheControl(cacheControl(key))
                  .overrideConfiguration(
                      c -> headers.forEach((name, value) -> c.putHeader(name, value))),
          RequestBody.fromBytes(bytes(key)));
    }
  }

  byte[] bytes(String key) {
    return Optional.ofNullable(contents.get(key))
        .orElseThrow(() -> new IllegalArgumentException("No object " + key));
  }

  /** The error document may be cached for a day, and a 404 with its content must not be. */
  static String cacheControl(String key) {
    return "public, max-age=" + (key.equals("error.html") ? 86_400 : 60);
  }

  String etag(String key) {
    return '"' + ExpectedDigests.etag(bytes(key)) + '"';
  }

  Instant time() {
    return time;
  }

  /** The time as a header has it. */
  static String date(Instant time) {
    return HTTP.format(time);
  }
}
