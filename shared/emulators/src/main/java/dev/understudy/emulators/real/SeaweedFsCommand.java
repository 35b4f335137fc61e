package dev.understudy.emulators.real;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command that starts master, volume server, filer and S3 gateway of SeaweedFS at once. */
record SeaweedFsCommand(List<Integer> ports) {
  private static final String ADDRESS = "127.0.0.1";

  /** Each has a port for HTTP and one for gRPC. */
  private static final List<String> PARTS = List.of("master", "volume", "filer", "s3");

  static SeaweedFsCommand onFreePorts() throws IOException {
    List<Integer> ports = new ArrayList<>();
    int next = MinioCommand.freeEndpoint(false).getPort();
    while (ports.size() < 2 * PARTS.size()) {
      int free = MinioCommand.freePort(next);
      ports.add(free);
      next = free + 1;
    }
    return new SeaweedFsCommand(List.copyOf(ports));
  }

  URI filer() {
    return uri("filer");
  }

  URI endpoint() {
    return uri("s3");
  }

  private URI uri(String part) {
    return URI.create("http://" + ADDRESS + ":" + ports.get(2 * PARTS.indexOf(part)));
  }

  /** The command, not started. */
  ProcessBuilder server(String binary, Path config, Path data) {
    List<String> command =
        new ArrayList<>(List.of(binary, "server", "-filer", "-s3", "-dir", data.toString()));
    command.addAll(List.of("-ip", ADDRESS, "-ip.bind", ADDRESS, "-s3.config", config.toString()));
    for (int i = 0; i < PARTS.size(); i++) {
      String port = "-" + PARTS.get(i) + ".port";
      command.addAll(List.of(port, ports.get(2 * i).toString()));
      command.addAll(List.of(port + ".grpc", ports.get(2 * i + 1).toString()));
    }
    // Small volumes; no other services; no delay at the end.
    command.addAll(List.of("-master.volumeSizeLimitMB", "64", "-volume.max", "200"));
    command.addAll(List.of("-s3.port.iceberg", "0", "-s3.port.lance", "0"));
    command.addAll(List.of("-volume.preStopSeconds", "0"));
    return new ProcessBuilder(command);
  }
}
