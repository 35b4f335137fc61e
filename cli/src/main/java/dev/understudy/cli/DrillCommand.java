package dev.understudy.cli;

import picocli.CommandLine.Command;

/** Drills on a live installation. */
@Command(
    name = "drill",
    description = {
      "Makes the edge fail over from the primary, measures how long readers wait, and restores",
      "the original state."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {DrillDetectionCommand.class, DrillSteeringCommand.class})
final class DrillCommand {}
