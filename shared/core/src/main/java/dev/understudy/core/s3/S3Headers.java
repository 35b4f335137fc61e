package dev.understudy.core.s3;

import dev.understudy.core.object.Attributes;
import dev.understudy.core.object.ETag;
import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.object.Refusal;
import dev.understudy.core.s3.wire.ImfFixdate;
import dev.understudy.core.s3.wire.WireResponse;
import dev.understudy.core.store.StoreException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Converts responses to fingerprints and times. Headers have the form in which MinIO keeps them,
 * for the primary and the standby alike, so that they compare equal.
 */
final class S3Headers {
  /** The encoding of a signed upload, which some stores keep as part of the object's. */
  private static final String AWS_CHUNKED = "aws-chunked";

  private S3Headers() {}

  /** The fingerprint that the response to a HEAD or a GET shows, with these tags. */
  static Fingerprint fingerprint(WireResponse response, Map<String, String> tags) {
    TreeMap<String, String> headers = new TreeMap<>();
    put(headers, "cache-control", response.header("Cache-Control"));
    put(headers, "content-disposition", response.header("Content-Disposition"));
    put(headers, "content-encoding", withoutAwsChunked(response.header("Content-Encoding")));
    put(headers, "content-language", response.header("Content-Language"));
    put(headers, "content-type", response.header("Content-Type"));
    put(headers, "expires", httpDate(response.header("Expires")));
    headers.putIfAbsent("content-type", Attributes.DEFAULT_CONTENT_TYPE);
    TreeMap<String, String> metadata = new TreeMap<>();
    response.metadata().forEach((name, value) -> metadata.put(name, HeaderText.decoded(value)));
    return new Fingerprint(
        new ETag(response.required("ETag")),
        response.contentLength(),
        new Attributes(headers, metadata, new TreeMap<>(tags)));
  }

  /** The Date header of a response. A worker's clock never replaces it. */
  static Instant date(Optional<String> header) {
    String date =
        header.orElseThrow(
            () ->
                new StoreException.Unavailable(
                    "The primary's response has no Date header, so no write can be stamped",
                    false,
                    null));
    return ImfFixdate.parse(date);
  }

  /**
   * @throws StoreException.Refused if a header is not ASCII: the signature covers UTF-8, but HTTP
   *     sends ISO 8859-1
   */
  static void requireAscii(Attributes attributes) {
    requireAscii(attributes.headers());
    requireAscii(attributes.metadata());
  }

  private static void requireAscii(Map<String, String> headers) {
    headers.forEach(
        (name, value) -> {
          if (!HeaderText.isAscii(name) || !HeaderText.isAscii(value)) {
            throw new StoreException.Refused(
                Refusal.HEADER_NOT_ASCII, "The value of " + name + " is not ASCII", null);
          }
        });
  }

  private static void put(Map<String, String> headers, String name, @Nullable String value) {
    if (value != null && !value.isBlank()) {
      headers.put(name, HeaderText.decoded(value));
    }
  }

  /** MinIO silently drops an Expires that is not a date, so it must not count as a difference. */
  private static @Nullable String httpDate(@Nullable String expires) {
    return Optional.ofNullable(expires).flatMap(HttpDates::canonical).orElse(null);
  }

  /** Any other value stays as it is written. */
  private static @Nullable String withoutAwsChunked(@Nullable String encodings) {
    if (encodings == null || !encodings.toLowerCase(Locale.ROOT).contains(AWS_CHUNKED)) {
      return encodings;
    }
    return Arrays.stream(encodings.split(","))
        .map(String::strip)
        .filter(encoding -> !encoding.isEmpty() && !encoding.equalsIgnoreCase(AWS_CHUNKED))
        .collect(Collectors.joining(","));
  }
}
