package dev.understudy.cli;

import dev.understudy.cli.drill.HiddenHealthObject;
import dev.understudy.core.aws.AwsAccess;
import dev.understudy.core.config.Environment;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.s3.S3Client;

/** Tests the edge's monitors and their speed. */
@Command(
    name = "detection",
    description = {
      "Hides the primary's health object from the edge's monitors: are they attached, and how",
      "fast are they? The primary still serves the objects of users. Measures how long the edge",
      "takes, and restores the bucket policy, also after Ctrl-C. Ends after 15 failed requests",
      "in a row."
    },
    footer = {
      "",
      "CLOUDFLARE_API_TOKEN needs Load Balancing: Monitors and Pools (read).",
      "",
      "Exit codes: 1 if the drill failed, 2 if it was not begun, 4 if the policy could not be",
      "restored; the command then prints how to do that by hand.",
      "",
      "Examples:",
      "  understudy drill detection --stack understudy-prod --account ID --standby ID --worst 130",
      "  understudy drill detection --url https://assets.example.org --bucket assets \\",
      "    --set AWS_REGION=eu-central-1 --account ID --standby ID --dry-run"
    })
final class DrillDetectionCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();
  @Mixin private DrillOptions drill = new DrillOptions();

  @Option(
      names = "--bucket",
      paramLabel = "NAME",
      description = "The primary bucket. Default: that of the stack.")
  private Optional<String> bucket = Optional.empty();

  @Override
  public Integer call() throws IOException, InterruptedException {
    DrillSession session = DrillSession.of(options, drill);
    Map<String, String> variables = new TreeMap<>(session.source().variables());
    bucket.ifPresent(name -> variables.put("PRIMARY_BUCKET", name));
    Environment environment = new Environment(variables);
    AwsAccess aws = AwsAccess.of(environment);
    HiddenHealthObject.Bucket primary =
        new HiddenHealthObject.Bucket(
            environment.required("PRIMARY_BUCKET"), environment.optional("PRIMARY_OWNER"));
    Optional<URI> endpoint = environment.endpoint("PRIMARY_ENDPOINT");
    environment.verify();
    session.requireReady();
    try (S3Client s3 = Clients.primary(aws, endpoint)) {
      return session.run("detection", HiddenHealthObject.of(s3, primary, Path.of("")));
    }
  }
}
