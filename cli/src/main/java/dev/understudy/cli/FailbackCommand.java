package dev.understudy.cli;

import picocli.CommandLine.Command;

/** The way back after a promotion. */
@Command(
    name = "failback",
    description = "Finds what writers changed on a promoted standby, and copies it to the primary.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {FailbackPlanCommand.class, FailbackApplyCommand.class})
final class FailbackCommand {}
