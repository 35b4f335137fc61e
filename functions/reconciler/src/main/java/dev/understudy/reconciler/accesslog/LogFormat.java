package dev.understudy.reconciler.accesslog;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The formats of access logs that can be read. */
public enum LogFormat {
  /** Server access logs of S3. */
  S3(S3LogParser::new),
  /** Standard logs (legacy) of CloudFront, in the W3C format. */
  CLOUDFRONT(CloudFrontLogParser::new),
  /** HTTP requests by Cloudflare Logpush, as JSON lines. */
  CLOUDFLARE(CloudflareLogParser::new);

  private final Function<LogSettings, LogParser> parsers;

  LogFormat(Function<LogSettings, LogParser> parsers) {
    this.parsers = parsers;
  }

  /** A parser for one log file. */
  LogParser parser(LogSettings settings) {
    return parsers.apply(settings);
  }

  /** The name in the configuration. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static List<String> labels() {
    return Arrays.stream(values()).map(LogFormat::label).toList();
  }
}
