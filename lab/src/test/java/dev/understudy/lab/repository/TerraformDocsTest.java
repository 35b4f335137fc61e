package dev.understudy.lab.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The modules' pages say what variables.tf and outputs.tf say, or {@code make terraform} fails. */
class TerraformDocsTest {
  @TempDir Path module;

  private record Ended(int status, String printed) {}

  @BeforeEach
  void aModule() throws IOException {
    write(
        "variables.tf",
        """
        variable "names" {
          description = "Two | of them, such as [\\"a\\", \\"b\\"]."
          type        = list(string)
          default     = ["a", "b"]

          validation {
            condition     = length(var.names) == 2
            error_message = "names must be two."
          }
        }

        variable "shape" {
          description = "How it looks."
          type = object({
            width = optional(number, 3)
          })
        }
        """);
    write("outputs.tf", "output \"id\" {\n  description = \"Which.\"\n  value       = 1\n}\n");
    write(
        "README.md",
        """
        # Module

        <!-- inputs -->
        old
        <!-- /inputs -->
        <!-- outputs -->
        <!-- /outputs -->
        Prose that stays.
        """);
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(module.resolve(name), content);
  }

  private Ended run(String... options) throws Exception {
    String script = ProjectFiles.ROOT + "/scripts/terraform-docs";
    ProcessBuilder builder = new ProcessBuilder(script).redirectErrorStream(true);
    builder.command().addAll(List.of(options));
    builder.command().add(module.toString());
    Process process = builder.start();
    byte[] printed = process.getInputStream().readAllBytes();
    return new Ended(process.waitFor(), new String(printed, StandardCharsets.UTF_8));
  }

  @Test
  void writesWhatTheFilesSayAndLeavesTheRest() throws Exception {
    assertThat(run().status()).isZero();

    assertThat(Files.readString(module.resolve("README.md")))
        .contains(
            "| `names` | `list(string)` | `[\"a\", \"b\"]` | Two \\| of them, such as [\"a\","
                + " \"b\"]. |")
        .contains("| `shape` | `object` | required | How it looks. |")
        .contains("| `id` | Which. |")
        .contains("Prose that stays.")
        .doesNotContain("old");
    assertThat(run("--check").status()).isZero();
  }

  @Test
  void namesThePageThatSaysSomethingElse() throws Exception {
    run();
    write("outputs.tf", "output \"id\" {\n  description = \"Another.\"\n  value       = 1\n}\n");
    String before = Files.readString(module.resolve("README.md"));

    Ended ended = run("--check");

    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.printed()).contains(module + "/README.md", "scripts/terraform-docs");
    assertThat(Files.readString(module.resolve("README.md"))).isEqualTo(before);
  }

  @Test
  void asksForADescription() throws Exception {
    write("outputs.tf", "output \"id\" {\n  value = 1\n}\n");

    Ended ended = run();

    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.printed()).contains("id of ", "has no description");
  }
}
