package dev.understudy.core.s3.wire;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpMessage;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpResponse;

/** Converts error responses to the SDK's exception. */
final class ErrorResponses {
  private ErrorResponses() {}

  /** The exception for a response. A body that is no S3 error leaves its code empty. */
  static AwsServiceException of(int status, HttpMessage head, InputStream body) {
    Map<String, String> fields;
    try {
      fields = Xml.fields(body);
    } catch (IOException e) {
      fields = Map.of();
    }
    return of(status, head, "Error".equals(fields.get("")) ? fields : Map.of());
  }

  /**
   * @param fields the elements of an {@code Error} document
   */
  static AwsServiceException of(int status, HttpMessage head, Map<String, String> fields) {
    SdkHttpResponse.Builder http = SdkHttpResponse.builder().statusCode(status);
    for (Header header : head.getHeaders()) {
      http.appendHeader(header.getName(), Optional.ofNullable(header.getValue()).orElse(""));
    }
    @Nullable String code = fields.get("Code");
    AwsErrorDetails details =
        AwsErrorDetails.builder()
            .serviceName("S3")
            .errorCode(code)
            .errorMessage(fields.get("Message"))
            .sdkHttpResponse(http.build())
            .build();
    AwsServiceException.Builder error =
        AwsServiceException.builder()
            .statusCode(status)
            .message(fields.get("Message"))
            .awsErrorDetails(details);
    // Each missing replica is a 404, and its place in the code says nothing about it.
    error.writableStackTrace(false);
    return error.build();
  }
}
