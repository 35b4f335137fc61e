package dev.understudy.cli;

import picocli.CommandLine.Command;

/** The messages that the replicator has parked. */
@Command(
    name = "parked",
    description = "Lists, shows, redrives and drops the messages of the dead-letter queue.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ParkedListCommand.class,
      ParkedShowCommand.class,
      ParkedRedriveCommand.class,
      ParkedDropCommand.class
    })
final class ParkedCommand {}
