package dev.understudy.core.s3;

import dev.understudy.core.object.Attributes;
import dev.understudy.core.object.ETag;
import dev.understudy.core.object.Fingerprint;
import dev.understudy.core.object.Refusal;
import dev.understudy.core.store.StoreException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * Converts the SDK's responses to fingerprints and times. Headers have the form in which MinIO
 * keeps them, for the primary and the standby alike, so that they compare equal.
 */
final class S3Headers {
  /** The encoding of a signed upload, which some stores keep as part of the object's. */
  private static final String AWS_CHUNKED = "aws-chunked";

  private S3Headers() {}

  static Fingerprint fingerprint(HeadObjectResponse head, List<Tag> tags) {
    TreeMap<String, String> headers = new TreeMap<>();
    put(headers, "cache-control", head.cacheControl());
    put(headers, "content-disposition", head.contentDisposition());
    put(headers, "content-encoding", withoutAwsChunked(head.contentEncoding()));
    put(headers, "content-language", head.contentLanguage());
    put(headers, "content-type", head.contentType());
    put(headers, "expires", httpDate(head.expiresString()));
    headers.putIfAbsent("content-type", Attributes.DEFAULT_CONTENT_TYPE);
    return fingerprint(head.eTag(), head.contentLength(), headers, head.metadata(), tags);
  }

  static Fingerprint fingerprint(GetObjectResponse get, List<Tag> tags) {
    TreeMap<String, String> headers = new TreeMap<>();
    put(headers, "cache-control", get.cacheControl());
    put(headers, "content-disposition", get.contentDisposition());
    put(headers, "content-encoding", withoutAwsChunked(get.contentEncoding()));
    put(headers, "content-language", get.contentLanguage());
    put(headers, "content-type", get.contentType());
    put(headers, "expires", httpDate(get.expiresString()));
    headers.putIfAbsent("content-type", Attributes.DEFAULT_CONTENT_TYPE);
    return fingerprint(get.eTag(), get.contentLength(), headers, get.metadata(), tags);
  }

  /** The Date header of a response. A worker's clock never replaces it. */
  static Instant date(SdkHttpResponse response) {
    String date =
        response
            .firstMatchingHeader("Date")
            .orElseThrow(
                () ->
                    new StoreException.Unavailable(
                        "The primary's response has no Date header, so no write can be stamped",
                        false,
                        null));
    return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
  }

  /**
   * @throws StoreException.Refused if a header is not ASCII: the SDK signs UTF-8 but sends ISO
   *     8859-1
   */
  static void requireAscii(Attributes attributes) {
    requireAscii(attributes.headers());
    requireAscii(attributes.metadata());
  }

  private static void requireAscii(Map<String, String> headers) {
    headers.forEach(
        (name, value) -> {
          if (!isAscii(name) || !isAscii(value)) {
            throw new StoreException.Refused(
                Refusal.HEADER_NOT_ASCII, "The value of " + name + " is not ASCII", null);
          }
        });
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 128);
  }

  private static Fingerprint fingerprint(
      String etag,
      long size,
      NavigableMap<String, String> headers,
      Map<String, String> metadata,
      List<Tag> tags) {
    TreeMap<String, String> tagMap = new TreeMap<>();
    tags.forEach(tag -> tagMap.put(tag.key(), tag.value()));
    TreeMap<String, String> decoded = new TreeMap<>();
    metadata.forEach((name, value) -> decoded.put(name, HeaderText.decoded(value)));
    return new Fingerprint(new ETag(etag), size, new Attributes(headers, decoded, tagMap));
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
