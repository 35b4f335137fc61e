package dev.understudy.lab.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The commands of each document, run in their order from a new shell. The clouds' tools are
 * stand-ins that refuse unknown subcommands, unknown options and missing settings. {@code
 * commands/commands.table} lists what they know.
 */
class DocumentedCommandsTest {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^ *```(\\w*)\n(.*?)^ *```$");
  private static final Pattern CLOUD =
      Pattern.compile("(?m)^ *(terraform|sam|aws|ssh|scripts/\\S+) ");

  /** The first command of the runbook's index. */
  private static final String SETTINGS =
      "export UNDERSTUDY_STACK=understudy-prod AWS_REGION=eu-central-1\n";

  private static final Pattern SCRIPT = Pattern.compile("scripts/([a-z-]+)");

  /** These documents begin with a fresh checkout; all others, with an installation. */
  private static final Set<String> FRESH = Set.of("docs/deploy.md", "terraform/README.md");

  /** A person has these; no document writes them down. */
  private static final Map<String, String> TOKENS =
      Map.of("CLOUDFLARE_API_TOKEN", "token", "DIGITALOCEAN_TOKEN", "token");

  @TempDir Path folder;

  private record Ended(int status, String printed) {}

  static List<String> documents() {
    return ProjectFiles.endingWith(".md").stream()
        .map(file -> ProjectFiles.ROOT.relativize(file).toString())
        .filter(name -> name.equals("README.md") || name.matches("(docs|terraform)/.*"))
        .filter(name -> !shellBlocks(name).isEmpty())
        .toList();
  }

  /** All lines of a document's blocks for the shell. */
  private static String shellBlocks(String document) {
    return blocks(document)
        .filter(block -> block.group(1).equals("sh"))
        .map(block -> block.group(2))
        .collect(Collectors.joining());
  }

  private static Stream<MatchResult> blocks(String document) {
    return BLOCK.matcher(ProjectFiles.read(document)).results();
  }

  @BeforeEach
  void checkout() throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Files.createDirectories(folder.resolve("state"));
    Files.writeString(folder.resolve("state/served"), "primary\n");
    answer("rulesets", "[]");
    answer("url_normalization", "{\"scope\":\"both\",\"type\":\"rfc3986\"}");
    answer("tiered_caching", "{\"id\":\"tiered_caching\",\"editable\":true,\"value\":\"on\"}");
    Path checkout = folder.resolve("checkout");
    for (String name : List.of("scripts", "terraform", "docs", "shared/core/src/main")) {
      copy(ProjectFiles.ROOT.resolve(name), checkout.resolve(name));
    }
    for (String name : List.of("Makefile", "README.md", "INVARIANTS.md", "samconfig.toml")) {
      Files.copy(ProjectFiles.ROOT.resolve(name), checkout.resolve(name));
    }
    Files.createDirectories(checkout.resolve("functions"));
    for (String tool : known()) {
      Path script = checkout.resolve("scripts").resolve(tool);
      Path stand = Files.exists(script) ? script : bin.resolve(tool);
      Files.writeString(stand, resource("stand-in"));
      assertThat(stand.toFile().setExecutable(true)).isTrue();
    }
  }

  /** What Cloudflare's API returns. */
  private void answer(String name, String result) throws IOException {
    Files.writeString(
        folder.resolve("state").resolve(name),
        "{\"success\":true,\"result\":%s}".formatted(result));
  }

  private static Set<String> known() throws IOException {
    return resource("commands.table")
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> line.split("[ |]")[0])
        .collect(Collectors.toSet());
  }

  private static String resource(String name) throws IOException {
    return ProjectFiles.read("lab/src/test/resources/commands/" + name);
  }

  /** Copies a folder without the settings and the state of an installation. */
  private static void copy(Path from, Path to) throws IOException {
    Pattern own = Pattern.compile("\\.terraform|\\.tfvars$|\\.csr$|/backend\\.tf$");
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file :
          (Iterable<Path>) files.filter(f -> !own.matcher(f.toString()).find())::iterator) {
        Path target = to.resolve(from.relativize(file));
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** As after docs/deploy.md. */
  private void install() throws IOException {
    Path terraform = folder.resolve("checkout/terraform");
    Files.copy(terraform.resolve("backend.tf.example"), terraform.resolve("backend.tf"));
    Files.copy(terraform.resolve("env/prod.tfvars.example"), terraform.resolve("env/prod.tfvars"));
    Files.writeString(terraform.resolve("env/prod.csr"), "-----BEGIN CERTIFICATE REQUEST-----\n");
    Files.createDirectories(terraform.resolve(".terraform/prod"));
    Files.writeString(folder.resolve("state/edge"), "");
  }

  private Ended run(String commands) throws Exception {
    ProcessBuilder shell =
        new ProcessBuilder("bash", "-euo", "pipefail", "-c", commands).redirectErrorStream(true);
    shell.directory(folder.resolve("checkout").toFile());
    shell.environment().clear();
    shell.environment().putAll(TOKENS);
    shell.environment().put("HOME", folder.toString());
    shell.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
    shell.environment().put("STATE", folder.resolve("state").toString());
    shell
        .environment()
        .put(
            "COMMANDS",
            ProjectFiles.ROOT.resolve("lab/src/test/resources/commands/commands.table").toString());
    Process process = shell.start();
    process.outputWriter().close();
    byte[] printed = process.getInputStream().readAllBytes();
    return new Ended(process.waitFor(), new String(printed, StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void runsFromANewShell(String document) throws Exception {
    String commands = shellBlocks(document);
    for (MatchResult script : SCRIPT.matcher(commands).results().toList()) {
      assertThat(ProjectFiles.ROOT.resolve(script.group()))
          .as("%s runs %s", document, script.group())
          .isExecutable();
    }
    assertThat(ProjectFiles.read("docs/runbook/README.md")).contains("```sh\n" + SETTINGS);
    if (!FRESH.contains(document)) {
      install();
      commands = SETTINGS + commands;
    }

    Ended ended = run(commands);

    assertThat(ended.status()).as("%s printed:%n%s", document, ended.printed()).isZero();
    assertThat(ended.printed()).doesNotContain("refused:");
  }

  @Test
  void everyBlockWithACommandIsMarkedAsShell() {
    assertThat(ProjectFiles.endingWith(".md"))
        .map(file -> ProjectFiles.ROOT.relativize(file).toString())
        .filteredOn(name -> blocks(name).anyMatch(DocumentedCommandsTest::isUnmarked))
        .isEmpty();
  }

  private static boolean isUnmarked(MatchResult block) {
    return !block.group(1).equals("sh") && CLOUD.matcher(block.group(2)).find();
  }

  /** Without the script, a command lacks the settings or the certificate request. */
  @Test
  void noPageOfTheRunbookRunsTerraformItself() {
    assertThat(ProjectFiles.endingWith(".md"))
        .filteredOn(file -> file.toString().contains("/docs/"))
        .filteredOn(file -> !file.toString().contains("/decisions/"))
        .filteredOn(
            file ->
                ProjectFiles.read(ProjectFiles.ROOT.relativize(file).toString())
                    .matches(
                        "(?s).*terraform (-chdir=\\S+ )?(apply|plan|destroy|output|import)\\b.*"))
        .isEmpty();
  }

  /** What the stand-ins refuse, so that a passing document means something. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "terraform -chdir=terraform apply -var-file=../prod.tfvars | the variable file"
            + " ../prod.tfvars does not exist",
        "scripts/tf dev plan | terraform/env/dev.tfvars does not exist",
        "rm terraform/backend.tf; scripts/tf prod init | terraform/backend.tf does not exist",
        "rm -r terraform/.terraform; scripts/tf prod plan | run scripts/tf prod init first",
        "unset DIGITALOCEAN_TOKEN; scripts/tf prod apply | DIGITALOCEAN_TOKEN is not set",
        "rm terraform/env/prod.csr; scripts/tf prod apply | this plan destroys the edge",
        "cp terraform/env/prod.tfvars terraform/env/dev.tfvars; scripts/tf dev plan | does not set"
            + " environment = \"dev\"",
        "scripts/tf prod apply -lock=false | the option -lock is not in",
        "scripts/tf prod output -raw password | there is no output password",
        "sam deploy --parameter-overrides Promoted=true | --config-env is missing",
        "aws sqs purge-queue --queue-url x | not in",
        "aws s3api head-object --bucket x | --key is missing",
        "understudy ask alarm | not in",
        "understudy ask alarms --quiet | the option --quiet is not in",
      })
  void standInsRefuse(String command, String why) throws Exception {
    install();

    Ended ended = run(command);

    assertThat(ended.status()).isNotZero();
    assertThat(ended.printed()).contains(why);
  }

  @Test
  void savedPlanIsAppliedWithoutVariables() throws Exception {
    install();

    assertThat(run("touch terraform/plan; scripts/tf prod apply plan").printed())
        .contains("refused: terraform apply plan: -var-file is missing");
  }

  /** Cloudflare's own rulesets, those of other phases and ours need nothing. */
  @Test
  void preflightPrintsTheRulesetsThatTheZoneAlreadyHas() throws Exception {
    install();
    String sets =
        """
        [
          {"id":"1","name":"Cloudflare Managed","kind":"managed","phase":"http_request_transform"},
          {"id":"2","name":"default","kind":"zone","phase":"http_ratelimit"},
          {"id":"3","name":"understudy-prod-http_request_late_transform","kind":"zone",
           "phase":"http_request_late_transform"},
          {"id":"c0000000000000000000000000000000","name":"default","kind":"zone",
           "phase":"http_request_transform"}]
        """;
    String set =
        """
        {"rules":[{"id":"4","version":"1","last_updated":"x",
          "ref":"theirs","expression":"true","action":"rewrite","description":"${a}"}]}
        """;
    answer("rulesets", sets);
    answer("ruleset", set);

    Ended first = run("scripts/preflight prod");
    Files.writeString(
        folder.resolve("checkout/terraform/env/prod.tfvars"),
        first.printed(),
        StandardOpenOption.APPEND);

    assertThat(first.status()).isEqualTo(1);
    assertThat(first.printed().lines().filter(line -> line.matches("\\w+ = \\{")))
        .containsExactly("existing_rulesets = {", "http_request_transform = {");
    assertThat(first.printed())
        .contains("\"ref\": \"theirs\"", "\"description\": \"$${a}\"")
        .doesNotContain("last_updated");
    assertThat(run("scripts/preflight prod").status()).isZero();
  }

  /** Cloudflare's defaults. The printed command changes what it should. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "url_normalization | {\"scope\":\"incoming\",\"type\":\"cloudflare\"}"
            + " | # url_normalization of the zone is {\"type\": \"cloudflare\", \"scope\":"
            + " \"incoming\"}, but must be {\"type\": \"rfc3986\", \"scope\": \"both\"}.",
        "url_normalization | {\"scope\":\"both\",\"type\":\"cloudflare\"} | # url_normalization of"
            + " the zone is {\"type\": \"cloudflare\", \"scope\": \"both\"}",
        "url_normalization | {\"scope\":\"none\",\"type\":\"rfc3986\"}"
            + " | # url_normalization of the zone is {\"type\": \"rfc3986\", \"scope\": \"none\"}",
        "tiered_caching | {\"value\":\"off\"} | # argo/tiered_caching of the zone is {\"value\":"
            + " \"off\"}, but must be {\"value\": \"on\"}."
      })
  void preflightPrintsTheCommandForASettingThatTheZoneLacks(
      String name, String result, String printed) throws Exception {
    install();
    answer(name, result);

    Ended before = run("scripts/preflight prod");
    String command =
        before.printed().lines().filter(line -> line.startsWith("#   curl ")).findFirst().get();

    assertThat(before.status()).isEqualTo(1);
    assertThat(before.printed()).contains(printed);
    assertThat(before.printed().lines()).allMatch(line -> line.startsWith("# "));
    assertThat(run(command.substring("#   ".length())).status()).isZero();
    assertThat(run("scripts/preflight prod"))
        .isEqualTo(new Ended(0, "zone 00000000000000000000000000000000: nothing to do\n"));
  }
}
