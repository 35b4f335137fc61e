package dev.understudy.emulators.s3;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The form in which MinIO stores system headers and user metadata, measured on its last public
 * commit (its {@code extractMetadata} and {@code amztime.ParseHeader}).
 */
final class MinioHeaders {
  /** MinIO never stores or returns these names, which the S3 Encryption Client writes. */
  static final Set<String> HIDDEN_METADATA =
      Set.of("x-amz-unencrypted-content-length", "x-amz-unencrypted-content-md5");

  static final String SOURCE_TIME = "X-Minio-Source-Mtime";
  static final String SOURCE_ETAG = "X-Minio-Source-Etag";
  private static final String MARKER = "X-Minio-Source-Replication-Request";

  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

  /** The layout of Go's parser: the day of the week is not compared, and GMT is the only zone. */
  private static final Pattern EXPIRES =
      Pattern.compile(
          "(?i:mon|tue|wed|thu|fri|sat|sun), +(\\d{1,2}) +([A-Za-z]{3}) +(\\d{4})"
              + " +(\\d{1,2}):(\\d{2}):(\\d{2})(?:[.,]\\d+)? +GMT");

  /** Go's zero time, which MinIO treats as no time. */
  private static final Instant NO_TIME = Instant.parse("0001-01-01T00:00:00Z");

  /** Some suffixes of MinIO's table. It applies them only to an empty Content-Type. */
  private static final Map<String, String> TYPES =
      Map.of(
          "css", "text/css",
          "gif", "image/gif",
          "htm", "text/html",
          "html", "text/html",
          "jpg", "image/jpeg",
          "json", "application/json",
          "pdf", "application/pdf",
          "png", "image/png",
          "txt", "text/plain");

  private MinioHeaders() {}

  /**
   * Drops the headers of replication from a verified request, unless it has the marker and its user
   * may replicate. Silo's cmd/replication-trust.go does the same.
   */
  static void dropUntrusted(Call call, Optional<Authentication.Signed> signed) {
    boolean marked = call.header(MARKER).filter("true"::equals).isPresent();
    if (!marked || !signed.map(Authentication.Signed::mayReplicate).orElse(false)) {
      call.drop(List.of(SOURCE_TIME, SOURCE_ETAG, MARKER));
    }
  }

  /** Changes the headers, by lower-case name, of a new object. */
  static void rewrite(String key, Map<String, String> headers) {
    headers.computeIfPresent("expires", (name, value) -> expires(value).orElse(null));
    headers.computeIfPresent("content-encoding", (name, value) -> withoutAwsChunked(value));
    headers.computeIfPresent(
        "content-type", (name, value) -> value.isEmpty() ? typeOfSuffix(key) : value);
  }

  /** Removes the token only where no blank precedes or follows it, as MinIO does. */
  private static @Nullable String withoutAwsChunked(String encodings) {
    String left =
        Arrays.stream(encodings.split(",", -1))
            .filter(encoding -> !encoding.equals("aws-chunked"))
            .collect(Collectors.joining(","))
            .strip();
    return left.isEmpty() ? null : left;
  }

  private static String typeOfSuffix(String key) {
    String suffix = key.substring(key.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return TYPES.getOrDefault(suffix, "application/octet-stream");
  }

  private static Optional<String> expires(String text) {
    Matcher date = EXPIRES.matcher(text);
    if (!date.matches()) {
      return Optional.empty();
    }
    try {
      Instant time =
          LocalDateTime.of(
                  number(date, 3),
                  1 + MONTHS.indexOf(date.group(2).toLowerCase(Locale.ROOT)),
                  number(date, 1),
                  number(date, 4),
                  number(date, 5),
                  number(date, 6))
              .toInstant(ZoneOffset.UTC);
      return Optional.of(time).filter(t -> !t.equals(NO_TIME)).map(Times::http);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static int number(Matcher date, int group) {
    return Integer.parseInt(date.group(group));
  }
}
