package dev.understudy.emulators.s3;

import java.util.function.UnaryOperator;

/** The parameters that all listings of objects and versions share. */
record ListRequest(
    Bucket bucket,
    String prefix,
    String delimiter,
    int limit,
    UnaryOperator<String> encoded,
    boolean urlEncodes) {
  private static final int MAX_KEYS = 1000;

  static ListRequest of(Call call, Service service) {
    boolean url = call.parameter("encoding-type").map("url"::equals).orElse(false);
    return new ListRequest(
        service.bucket(call.bucket()),
        call.parameter("prefix").orElse(""),
        call.parameter("delimiter").orElse(""),
        Math.min(MAX_KEYS, call.number("max-keys", MAX_KEYS)),
        text -> url ? Uris.encode(text, "/") : text,
        url);
  }

  /** Writes the elements with which a listing repeats its request. */
  void describe(Xml x) {
    x.element("Name", bucket.name())
        .element("Prefix", encoded.apply(prefix))
        .element("MaxKeys", limit);
    if (!delimiter.isEmpty()) {
      x.element("Delimiter", encoded.apply(delimiter));
    }
    if (urlEncodes) {
      x.element("EncodingType", "url");
    }
  }
}
