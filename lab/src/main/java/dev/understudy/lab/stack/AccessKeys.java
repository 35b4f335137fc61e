package dev.understudy.lab.stack;

import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Credentials for one server. {@link #toString} does not contain the secret. */
public record AccessKeys(String accessKey, String secretKey, Optional<String> sessionToken) {
  /** Keys that do not expire. */
  public static AccessKeys of(String accessKey, String secretKey) {
    return new AccessKeys(accessKey, secretKey, Optional.empty());
  }

  AwsCredentialsProvider provider() {
    AwsCredentials credentials =
        sessionToken
            .<AwsCredentials>map(token -> AwsSessionCredentials.create(accessKey, secretKey, token))
            .orElseGet(() -> AwsBasicCredentials.create(accessKey, secretKey));
    return StaticCredentialsProvider.create(credentials);
  }

  @Override
  public String toString() {
    return "Keys[" + accessKey + "]";
  }
}
