package dev.understudy.benchmarks;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The smallest function that calls S3: the lower bound for a cold start. */
public final class OneCallHandler implements RequestStreamHandler {
  private final S3Client s3 =
      S3Client.builder()
          .endpointOverride(URI.create(System.getenv("PRIMARY_ENDPOINT")))
          .forcePathStyle(true)
          .region(Region.US_EAST_1)
          .credentialsProvider(EnvironmentVariableCredentialsProvider.create())
          .httpClientBuilder(Apache5HttpClient.builder())
          .build();

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    s3.headObject(r -> r.bucket(System.getenv("PRIMARY_BUCKET")).key("cold"));
    output.write("\"done\"".getBytes(StandardCharsets.UTF_8));
  }
}
