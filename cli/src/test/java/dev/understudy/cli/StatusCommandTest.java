package dev.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The state of the embedded stack. */
class StatusCommandTest extends StackFixture {
  @Test
  void showsVerdictBacklogProofAndParkedMessagesButNoSecret() {
    write("index.html", "equal");
    awaitQuiet();
    understudy("reconcile", "--apply", "--restart");
    park("no event", "The body is not a JSON object");

    Ran ran = understudy("status", "--json");
    understudy("parked", "drop", "--all", "--apply");
    Ran text = understudy("status");

    assertThat(ran.code()).as(ran.out()).isEqualTo(ExitCode.FINDING);
    Map<String, Object> status = ran.json();
    assertThat(status)
        .extractingByKey("health", MAP)
        .containsKeys("verdict", "reasons", "heartbeatLagSeconds");
    assertThat(status).extractingByKey("queues", MAP).containsEntry("deadLetter", 1);
    assertThat(status)
        .extractingByKey("parked", LIST)
        .first(MAP)
        .containsEntry("reason", "The body is not a JSON object");
    assertThat(status)
        .extractingByKey("reconciler", MAP)
        .extractingByKey("lastProof", MAP)
        .containsKeys("ageSeconds", "pass", "keys", "refused", "unreadable");
    assertThat(text.out()).contains("lastProof").containsPattern("deadLetter +0");
    assertThat(ran.out() + text.out())
        .doesNotContain(stack.variables().get("AWS_SECRET_ACCESS_KEY"))
        .doesNotContain(stack.variables().get("STANDBY_SECRET_KEY"));
  }

  @Test
  void showsHowManyRangesOfThePassAreComplete() {
    write("index.html", "equal");
    awaitQuiet();
    Object pass = reconcile("{\"plan\":1,\"restart\":true}").get("pass");
    Map<String, Object> begun = passUnderWay();
    reconcile("{\"pass\":\"%s\",\"range\":0}".formatted(pass));
    Map<String, Object> compared = passUnderWay();
    reconcile("{\"pass\":\"%s\",\"join\":true}".formatted(pass));

    assertThat(begun).containsEntry("ranges", "0 of 1 complete").containsEntry("keys", 0);
    assertThat(compared).containsEntry("id", pass).containsEntry("ranges", "1 of 1 complete");
    assertThat((int) compared.get("keys")).isPositive();
    assertThat(understudy("status", "--json").json())
        .extractingByKey("reconciler", MAP)
        .doesNotContainKey("passUnderWay");
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> passUnderWay() {
    Map<String, Object> reconciler =
        (Map<String, Object>) understudy("status", "--json").json().get("reconciler");
    return (Map<String, Object>) reconciler.get("passUnderWay");
  }

  @Test
  void aPartThatCannotBeReadDoesNotHideTheOthers() {
    awaitQuiet();

    Ran ran = understudy("status", "--set", "LAMBDA_ENDPOINT=http://127.0.0.1:1");

    assertThat(ran.code()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(ran.out()).containsPattern("health +cannot be read").containsPattern("changes +0");
  }

  @Test
  void servesAPageThatOnlyReadsUntilItIsStopped() throws Exception {
    PipedReader out = new PipedReader();
    CommandLine line = Understudy.commandLine(Map.of(), Terminal.NONE);
    line.setOut(new PrintWriter(new PipedWriter(out), true))
        .setErr(new PrintWriter(Writer.nullWriter()));
    Thread command =
        new Thread(() -> line.execute("status", "--serve", "--interval=1", "--env=" + variables()));
    command.start();
    try {
      String printed = new BufferedReader(out).readLine();
      URI page = URI.create(printed.replaceFirst("page +", "").strip());

      await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(
              () ->
                  assertThat(get(page.resolve("/state")).body())
                      .contains("\"verdict\":", "\"queues\":", "\"actions\":[]")
                      .doesNotContain(stack.variables().get("STANDBY_SECRET_KEY")));
      assertThat(get(page).statusCode()).isEqualTo(200);
    } finally {
      command.interrupt();
      command.join();
    }
  }

  private static HttpResponse<String> get(URI uri) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  @ParameterizedTest
  @CsvSource({
    "--port=8080, --port needs --serve",
    "--serve --port=70000, --port must be from 0 to 65535",
    "--serve --watch, --serve and --watch exclude each other"
  })
  void rejectsOptionsThatDoNotFit(String options, String message) {
    List<String> arguments = new ArrayList<>(List.of("status"));
    arguments.addAll(List.of(options.split(" ")));

    Ran ran = understudy(arguments.toArray(String[]::new));

    assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err()).contains(message);
  }

  @Test
  void namesThePortThatIsInUse() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Ran ran = understudy("status", "--serve", "--port=" + taken.getLocalPort());

      assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
      assertThat(ran.err()).contains("--port", String.valueOf(taken.getLocalPort()));
    }
  }
}
