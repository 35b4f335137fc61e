package dev.understudy.cli.failback;

import dev.understudy.core.object.Attributes;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

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
    if (!attributes.tags().isEmpty()) {
      headers.putHeader("x-amz-tagging", tagging(attributes.tags()));
    }
    return headers.build();
  }

  private static String tagging(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(
            tag ->
                SdkHttpUtils.urlEncode(tag.getKey()) + "=" + SdkHttpUtils.urlEncode(tag.getValue()))
        .collect(Collectors.joining("&"));
  }
}
