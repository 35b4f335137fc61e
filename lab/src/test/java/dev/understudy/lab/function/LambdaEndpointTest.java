package dev.understudy.lab.function;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.lambda.model.RequestTooLargeException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

class LambdaEndpointTest {
  private static final BlockingQueue<String> EVENTS = new LinkedBlockingQueue<>();
  private static FunctionHost echo;
  private static FunctionHost broken;
  private static LambdaEndpoint endpoint;
  private static LambdaClient lambda;

  @BeforeAll
  static void start() {
    echo =
        new FunctionHost(
            new FunctionSettings("echo", 512, Duration.ofSeconds(10)),
            () ->
                (in, out, context) -> {
                  byte[] payload = in.readAllBytes();
                  EVENTS.add(context.getInvokedFunctionArn());
                  context.getLogger().log("echoing " + payload.length);
                  out.write(payload);
                });
    broken =
        new FunctionHost(
            new FunctionSettings("broken", 512, Duration.ofSeconds(10)),
            () ->
                (in, out, context) -> {
                  throw new UnsupportedOperationException("broken for good");
                });
    endpoint = LambdaEndpoint.start(0, echo, broken);
    lambda =
        LambdaClient.builder()
            .endpointOverride(endpoint.uri())
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
            .httpClientBuilder(Apache5HttpClient.builder())
            .build();
  }

  @AfterAll
  static void stop() {
    lambda.close();
    endpoint.close();
    echo.close();
    broken.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo",
        "echo:live",
        "echo:$LATEST",
        "000000000000:function:echo",
        "arn:aws:lambda:us-east-1:000000000000:function:echo",
        "arn:aws:lambda:us-east-1:000000000000:function:echo:live"
      })
  void answersAFunctionByAnyOfItsNames(String name) {
    InvokeResponse response = invoke(name, "{\"hello\":\"wörld\"}");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.payload().asUtf8String()).isEqualTo("{\"hello\":\"wörld\"}");
    assertThat(response.functionError()).isNull();
    assertThat(response.executedVersion()).isEqualTo("$LATEST");
    assertThat(response.logResult()).isNull();
  }

  @Test
  void tellsTheFunctionUnderWhichQualifierItWasCalled() throws InterruptedException {
    EVENTS.clear();
    lambda.invoke(request -> request.functionName("echo").qualifier("live"));

    assertThat(EVENTS.poll(5, TimeUnit.SECONDS)).endsWith(":function:echo:live");
  }

  @Test
  void answersAThrowingFunctionWithAFunctionErrorAndWhatWasThrown() {
    InvokeResponse response = invoke("broken", "{}");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.functionError()).isEqualTo("Unhandled");
    assertThat(response.payload().asUtf8String())
        .contains("\"errorMessage\":\"broken for good\"")
        .contains("\"errorType\":\"java.lang.UnsupportedOperationException\"")
        .contains("\"stackTrace\":[\"dev.understudy.lab.function.LambdaEndpointTest");
  }

  @Test
  void handsBackTheEndOfTheLogIfAsked() {
    InvokeResponse response =
        lambda.invoke(
            request ->
                request
                    .functionName("echo")
                    .payload(SdkBytes.fromUtf8String("1234"))
                    .logType(LogType.TAIL));

    String log = new String(Base64.getDecoder().decode(response.logResult()), UTF_8);
    assertThat(log).startsWith("START RequestId: ").contains("echoing 4\n").contains("REPORT ");
  }

  @Test
  void acceptsAnEventAndRunsItAfterwards() throws InterruptedException {
    EVENTS.clear();
    InvokeResponse response =
        lambda.invoke(request -> request.functionName("echo").invocationType(InvocationType.EVENT));

    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(EVENTS.poll(5, TimeUnit.SECONDS)).endsWith(":function:echo");
  }

  @Test
  void doesNothingInADryRun() {
    EVENTS.clear();
    InvokeResponse response =
        lambda.invoke(
            request -> request.functionName("echo").invocationType(InvocationType.DRY_RUN));

    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(EVENTS).isEmpty();
  }

  @Test
  void knowsNoOtherFunction() {
    assertThatThrownBy(() -> invoke("nobody", "{}"))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("Function not found: nobody");
  }

  @Test
  void refusesAPayloadThatIsNotJson() {
    assertThatThrownBy(() -> invoke("echo", "{\"half\":"))
        .isInstanceOf(LambdaException.class)
        .hasMessageContaining("Could not parse request body into json")
        .extracting(thrown -> ((LambdaException) thrown).statusCode())
        .isEqualTo(400);
  }

  @Test
  void refusesAPayloadAboveLambdasLimit() {
    String large = "\"" + "x".repeat(6 << 20) + "\"";

    assertThatThrownBy(() -> invoke("echo", large)).isInstanceOf(RequestTooLargeException.class);
  }

  @Test
  void refusesEveryOtherOperation() {
    assertThatThrownBy(() -> lambda.listFunctions())
        .isInstanceOf(LambdaException.class)
        .hasMessageContaining("This endpoint supports Invoke only");
  }

  private static InvokeResponse invoke(String name, String payload) {
    return lambda.invoke(
        request -> request.functionName(name).payload(SdkBytes.fromUtf8String(payload)));
  }
}
