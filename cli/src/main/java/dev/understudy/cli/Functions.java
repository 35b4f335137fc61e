package dev.understudy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.understudy.core.json.JsonTree;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LogType;

/** Invokes the functions of an installation and waits for their answers. */
final class Functions implements AutoCloseable {
  private final LambdaClient lambda;

  Functions(Installation installation) {
    this.lambda = Clients.lambda(installation.deployment().aws(), installation.lambda());
  }

  /**
   * An answer.
   *
   * @param log the end of the invocation's log, at most 4 KB
   */
  record Answer(Map<String, Object> fields, String log) {}

  /**
   * Invokes a function once.
   *
   * @throws FunctionFailedException if the function returns an error
   */
  Answer invoke(String function, Map<String, ?> input) {
    InvokeResponse response =
        lambda.invoke(
            request ->
                request
                    .functionName(function)
                    .logType(LogType.TAIL)
                    .payload(SdkBytes.fromUtf8String(Json.compact(input))));
    Map<String, Object> fields =
        JsonTree.object(response.payload().asUtf8String()).orElse(Map.of());
    if (response.functionError() != null) {
      Object message = fields.get("errorMessage");
      throw new FunctionFailedException(
          function, message == null ? response.functionError() : String.valueOf(message));
    }
    return new Answer(fields, log(response));
  }

  private static String log(InvokeResponse response) {
    return Optional.ofNullable(response.logResult())
        .map(text -> new String(Base64.getDecoder().decode(text), UTF_8))
        .orElse("");
  }

  @Override
  public void close() {
    lambda.close();
  }
}
