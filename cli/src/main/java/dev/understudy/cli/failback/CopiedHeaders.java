package dev.understudy.cli.failback;

import dev.understudy.core.object.Attributes;
import dev.understudy.core.s3.WriteHeaders;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;

/** The headers with which S3 stores an object's own headers, metadata and tags. */
final class CopiedHeaders {
  private static final String CONTENT_TYPE = "content-type";

  private CopiedHeaders() {}

  static String type(Attributes attributes) {
    return attributes.headers().getOrDefault(CONTENT_TYPE, Attributes.DEFAULT_CONTENT_TYPE);
  }

  /** All but Content-Type, which the SDK sets from the request. */
  static AwsRequestOverrideConfiguration of(Attributes attributes) {
    AwsRequestOverrideConfiguration.Builder headers = AwsRequestOverrideConfiguration.builder();
    attributes
        .headers()
        .forEach(
            (name, value) -> {
              if (!name.equals(CONTENT_TYPE)) {
                headers.putHeader(name, value);
              }
            });
    attributes.metadata().forEach((name, value) -> headers.putHeader("x-amz-meta-" + name, value));
    String tagging = WriteHeaders.tagging(attributes);
    if (tagging != null) {
      headers.putHeader("x-amz-tagging", tagging);
    }
    return headers.build();
  }
}
