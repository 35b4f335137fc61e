package dev.understudy.lab.function;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.understudy.lab.http.HttpAnswer;
import dev.understudy.lab.http.HttpCall;
import dev.understudy.lab.http.HttpEndpoint;
import dev.understudy.lab.http.ListenAddress;
import java.io.IOException;
import java.net.URI;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The Invoke operation of the Lambda API over HTTP: {@code RequestResponse}, {@code Event} and
 * {@code DryRun}. Signatures are not verified, every qualifier means the one version, and a failed
 * event is not retried.
 */
public final class LambdaEndpoint implements AutoCloseable {
  private static final String PREFIX = "/2015-03-31/functions/";
  private static final String SUFFIX = "/invocations";
  private static final int MAX_REQUEST_BYTES = 6 << 20;
  private static final int MAX_EVENT_BYTES = 1 << 20;

  private final Map<String, FunctionHost> functions;
  private final ExecutorService events = Executors.newCachedThreadPool();
  private final HttpEndpoint http;

  private LambdaEndpoint(ListenAddress listenAddress, int port, Stream<FunctionHost> functions) {
    this.functions =
        functions.collect(
            Collectors.toUnmodifiableMap(host -> host.settings().name(), Function.identity()));
    this.http = HttpEndpoint.start(listenAddress, port, this::answer);
  }

  /**
   * Serves the functions on a port of the loopback interface; 0 chooses a free port.
   *
   * @param functions the caller closes them
   */
  public static LambdaEndpoint start(int port, FunctionHost... functions) {
    return start(ListenAddress.LOOPBACK, port, functions);
  }

  /**
   * Serves the functions on a port; 0 chooses a free port.
   *
   * @param functions the caller closes them
   */
  public static LambdaEndpoint start(
      ListenAddress listenAddress, int port, FunctionHost... functions) {
    return new LambdaEndpoint(listenAddress, port, Stream.of(functions));
  }

  public URI uri() {
    return http.uri();
  }

  private HttpAnswer answer(HttpCall call) {
    String path = call.path();
    boolean invocation =
        call.method().equals("POST") && path.startsWith(PREFIX) && path.endsWith(SUFFIX);
    if (!invocation || path.length() < PREFIX.length() + SUFFIX.length()) {
      return error(404, "UnknownOperationException", "This endpoint supports Invoke only");
    }
    String text = path.substring(PREFIX.length(), path.length() - SUFFIX.length());
    Optional<FunctionName> name = FunctionName.parse(text);
    if (name.isEmpty()) {
      return error(400, "InvalidParameterValueException", "Invalid function name: " + text);
    }
    FunctionHost function = functions.get(name.get().name());
    return function == null
        ? error(404, "ResourceNotFoundException", "Function not found: " + text)
        : invoke(function, name.get(), call);
  }

  private HttpAnswer invoke(FunctionHost function, FunctionName name, HttpCall call) {
    byte[] body;
    try {
      body = call.body();
    } catch (IOException e) {
      return error(400, "InvalidRequestContentException", String.valueOf(e.getMessage()));
    }
    String payload = body.length == 0 ? "{}" : new String(body, UTF_8);
    String type = call.header("X-Amz-Invocation-Type").orElse("RequestResponse");
    if (body.length > (type.equals("Event") ? MAX_EVENT_BYTES : MAX_REQUEST_BYTES)) {
      return error(413, "RequestTooLargeException", "The payload has " + body.length + " bytes");
    }
    if (Json.read(payload).isEmpty()) {
      return error(400, "InvalidRequestContentException", "Could not parse request body into json");
    }
    return run(function, type, payload, arn(function, name, call), call);
  }

  private HttpAnswer run(
      FunctionHost function, String type, String payload, String arn, HttpCall call) {
    return switch (type) {
      case "RequestResponse" -> answer(function.invoke(payload, arn), tailWanted(call));
      case "Event" -> accept(function, payload, arn);
      case "DryRun" -> HttpAnswer.empty(204);
      default -> error(400, "InvalidParameterValueException", "Invalid invocation type: " + type);
    };
  }

  private static String arn(FunctionHost function, FunctionName name, HttpCall call) {
    String arn = function.settings().arn();
    return name.qualifier()
        .or(() -> call.parameter("Qualifier"))
        .map(qualifier -> arn + ":" + qualifier)
        .orElse(arn);
  }

  private static boolean tailWanted(HttpCall call) {
    return call.header("X-Amz-Log-Type").filter("Tail"::equals).isPresent();
  }

  private HttpAnswer accept(FunctionHost function, String payload, String arn) {
    events.execute(() -> function.invoke(payload, arn));
    return HttpAnswer.empty(202).with("x-amzn-RequestId", UUID.randomUUID().toString());
  }

  private static HttpAnswer answer(InvocationResult result, boolean tail) {
    HttpAnswer answer =
        HttpAnswer.json(200, result.payload())
            .with("x-amzn-RequestId", result.requestId())
            .with("X-Amz-Executed-Version", FunctionSettings.VERSION);
    if (result instanceof InvocationResult.Failed) {
      answer = answer.with("X-Amz-Function-Error", "Unhandled");
    }
    return tail
        ? answer.with(
            "X-Amz-Log-Result",
            Base64.getEncoder().encodeToString(result.logTail().getBytes(UTF_8)))
        : answer;
  }

  private static HttpAnswer error(int status, String type, String message) {
    return HttpAnswer.json(
            status, Json.write(new Json.Fields().with("Type", "User").with("Message", message)))
        .with("x-amzn-ErrorType", type)
        .with("x-amzn-RequestId", UUID.randomUUID().toString());
  }

  @Override
  public void close() {
    http.close();
    events.shutdown();
  }
}
