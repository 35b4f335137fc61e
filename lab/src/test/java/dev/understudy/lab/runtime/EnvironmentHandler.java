package dev.understudy.lab.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;

/** Answers with the value of the environment variable that it is asked for, as JSON strings. */
public final class EnvironmentHandler implements RequestStreamHandler {
  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    String name = new String(input.readAllBytes(), UTF_8).replace("\"", "");
    context.getLogger().log("asked for " + name + "\n");
    String value =
        Objects.requireNonNull(System.getenv(name), () -> name + " is not in the environment");
    output.write(("\"" + value + "\"").getBytes(UTF_8));
  }
}
