package dev.understudy.reconciler.accesslog;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The formats of access logs that can be read. */
public enum LogFormat {
  /** Server access logs of S3. */
  S3,
  /** Standard logs (legacy) of CloudFront, in the W3C format. */
  CLOUDFRONT,
  /** HTTP requests by Cloudflare Logpush, as JSON lines. */
  CLOUDFLARE;

  /** A parser for one log file. */
  LogParser parser(LogSettings settings) {
    return switch (this) {
      case S3 -> new S3LogParser(settings);
      case CLOUDFRONT -> new CloudFrontLogParser(settings);
      case CLOUDFLARE -> new CloudflareLogParser(settings);
    };
  }

  /** The name in the configuration. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static List<String> labels() {
    return Arrays.stream(values()).map(LogFormat::label).toList();
  }
}
