package dev.understudy.cli;

import dev.understudy.core.config.ConfigurationException;
import dev.understudy.core.note.NoteFields;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows and releases the deletions that the brake withholds. */
@Command(
    name = "release",
    description = {
      "Shows the deletions that the reconciler's brake withholds, and releases them.",
      "Without --apply the command only reads: it prints the pass, the reason and the first keys.",
      "With --apply, it sends the hints of this pass. The replicator still deletes a replica only",
      "if the primary answers that the object does not exist."
    },
    footer = {
      "",
      "Exit codes: 1 if deletions are withheld, or if a release is not complete.",
      "",
      "Examples:",
      "  understudy release --stack understudy-prod",
      "  understudy release --stack understudy-prod --apply PASS",
      "  understudy release --stack understudy-prod --apply PASS --prefix old/"
    })
final class ReleaseCommand implements Callable<Integer> {
  private static final int SHOWN_KEYS = 20;

  @Mixin private CommonOptions options = new CommonOptions();

  @Option(
      names = "--apply",
      paramLabel = "PASS",
      description = "Releases the deletions of this pass.")
  private Optional<String> pass = Optional.empty();

  @Option(
      names = "--prefix",
      paramLabel = "P",
      description = "Releases only keys that begin with this. Needs --apply.")
  private Optional<String> prefix = Optional.empty();

  @Override
  public Integer call() {
    if (prefix.isPresent() && pass.isEmpty()) {
      throw new ConfigurationException("--prefix needs --apply PASS");
    }
    Installation installation = options.installation();
    return pass.isPresent() ? apply(installation, pass.get()) : show(installation);
  }

  private int show(Installation installation) {
    Map<String, Object> result = new LinkedHashMap<>();
    try (StandbyNotes notes = new StandbyNotes(installation)) {
      Optional<NoteFields> held = notes.watermark().flatMap(mark -> mark.object("held"));
      result.put("withheld", held.map(fields -> fields.number("orphans")).orElse(0L));
      held.ifPresent(
          fields -> {
            result.put("pass", fields.text("pass").orElse(""));
            result.put("reason", fields.text("reason").orElse(""));
            result.put("firstKeys", notes.withheldKeys(fields, SHOWN_KEYS));
          });
      options.output().print(result);
      return ExitCode.finding(held.isPresent());
    }
  }

  private int apply(Installation installation, String name) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("release", name);
    prefix.ifPresent(text -> request.put("prefix", text));
    Map<String, Object> total = new LinkedHashMap<>();
    try (Functions functions = new Functions(installation)) {
      options.output().note("waiting for the reconciler; a run takes up to 15 minutes");
      boolean progress = true;
      while (progress && !Boolean.TRUE.equals(total.get("complete"))) {
        Map<String, Object> answer =
            functions.invoke(installation.functions().reconciler(), request).fields();
        Answers.add(answer, total);
        // A run under a prefix reads all lists again, so it is not repeated by itself.
        progress = Answers.number(answer, "hinted") > 0 && prefix.isEmpty();
      }
    }
    options.output().print(total);
    return ExitCode.finding(!Boolean.TRUE.equals(total.get("complete")));
  }
}
