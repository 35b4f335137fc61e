package dev.understudy.lab.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.lab.repository.StandIns.Ended;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script that publishes credentials, with stand-ins for ssh and aws first on the path: each
 * records its call, answers the ones that it knows, and fails on any other.
 */
class OperationsScriptsTest {
  private static final String SECRET =
      "{\"endpoint\":\"https://x:8443\",\"accessKey\":\"ak\",\"secretKey\":\"canary\",\"clientKeyPem\":\"k\"}";

  @TempDir Path folder;

  private StandIns scripts;

  @BeforeEach
  void standIns() throws IOException {
    scripts = StandIns.in(folder, Map.of());
    write("secret", SECRET);
    standIn(
        "ssh",
        """
        case "$*" in
          *"-- root@h cat /etc/understudy/standby-secret.json") cat "$state/secret" ;;
          *"-- root@h understudy-bootstrap --rotate >/dev/null" | *"-- root@h understudy-bootstrap --retire") ;;
          *) exit 9 ;;
        esac
        """);
    standIn(
        "aws",
        """
        case "$*" in
          "secretsmanager put-secret-value --secret-id arn --secret-string file:///dev/stdin "*)
            [ ! -e "$state/refuse" ] || exit 1
            cat >"$state/published" ;;
          *) exit 9 ;;
        esac
        """);
  }

  private void standIn(String name, String body) throws IOException {
    scripts.program(name, body);
  }

  private void write(String name, String content) throws IOException {
    scripts.write(name, content);
  }

  private String file(String name) throws IOException {
    return scripts.file(name);
  }

  private Ended run(String script, String... arguments) throws Exception {
    return scripts.run(script, arguments);
  }

  private Ended publish(String... more) throws Exception {
    return run("publish-credentials", with(List.of("--ssh", "root@h", "--secret", "arn"), more));
  }

  private static String[] with(List<String> first, String... more) {
    List<String> all = new ArrayList<>(first);
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @Test
  void publishesTheSecretAndShowsItNowhere() throws Exception {
    Ended ended = publish();

    assertThat(ended.status()).as(ended.printed()).isZero();
    assertThat(file("published")).isEqualTo(SECRET);
    assertThat(ended.printed() + file("calls")).doesNotContain("canary");
  }

  @Test
  void endsTheOldKeyOnlyOnceTheNewOneIsPublished() throws Exception {
    publish("--rotate");

    String step = ".*(--rotate|standby-secret|put-secret|--retire).*";
    assertThat(file("calls").lines().map(call -> call.replaceAll(step, "$1")))
        .containsExactly("--rotate", "standby-secret", "put-secret", "--retire");
  }

  @Test
  void keepsTheOldKeyWhenTheNewOneIsNotTaken() throws Exception {
    write("refuse", "");

    assertThat(publish("--rotate").status()).isEqualTo(2);
    assertThat(file("calls")).contains("--rotate").doesNotContain("--retire");
  }

  @Test
  void explainsItselfAndNamesWhatItDoesNotKnow() throws Exception {
    Ended help = run("publish-credentials", "--help");
    Ended unknown = run("publish-credentials", "--nonsense");

    assertThat(help.status()).isZero();
    assertThat(help.printed())
        .startsWith("usage: scripts/publish-credentials")
        .contains("--dry-run");
    assertThat(unknown.status()).isEqualTo(2);
    assertThat(unknown.printed()).contains("unknown argument: --nonsense");
    assertThat(file("calls")).isEmpty();
  }

  @Test
  void aDryRunCallsNothing() throws Exception {
    assertThat(publish("--rotate", "--dry-run").status()).isZero();
    assertThat(file("calls")).isEmpty();
  }
}
