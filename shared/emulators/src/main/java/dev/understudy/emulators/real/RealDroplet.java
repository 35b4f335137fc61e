package dev.understudy.emulators.real;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The standby as its droplet runs it: MinIO behind nginx, set up by the Terraform module's
 * bootstrap script. The process is {@code scripts/with-droplet}.
 */
public final class RealDroplet implements AutoCloseable {
  /** The exit status of the script if a component is missing. */
  private static final int COMPONENT_MISSING = 3;

  private final Process process;
  private final Map<String, String> variables;

  private RealDroplet(Process process, Map<String, String> variables) {
    this.process = process;
    this.variables = variables;
  }

  /**
   * Starts both servers, with an empty bucket {@code assets}.
   *
   * @throws MissingComponentException if a component is not installed
   * @throws IllegalStateException if they do not start for another reason; the log is on standard
   *     error
   */
  public static RealDroplet start() {
    return start(Map.of());
  }

  /** The same as {@link #start}, on the MinIO of {@link RealMinio#startMarker}. */
  public static RealDroplet startOnMarkerMinio() {
    return start(Map.of("UNDERSTUDY_MINIO", MinioCommand.markerBinary()));
  }

  private static RealDroplet start(Map<String, String> environment) {
    String root = System.getProperty("understudy.root", ".");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(
                  root + "/scripts/with-droplet",
                  "sh",
                  "-c",
                  "env | grep ^DROPLET_; echo; cat >/dev/null")
              .redirectError(ProcessBuilder.Redirect.INHERIT);
      builder.environment().putAll(environment);
      Process process = builder.start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
      Map<String, String> variables = new HashMap<>();
      BufferedReader printed = process.inputReader();
      String line;
      while ((line = printed.readLine()) != null && !line.isEmpty()) {
        int equals = line.indexOf('=');
        variables.put(line.substring(0, equals), line.substring(equals + 1));
      }
      if (line == null) {
        fail(process.waitFor());
      }
      return new RealDroplet(process, variables);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("Interrupted while waiting for scripts/with-droplet", e);
    }
  }

  private static void fail(int status) {
    if (status == COMPONENT_MISSING) {
      throw new MissingComponentException(
          "the droplet cannot run; scripts/with-droplet has printed what is missing");
    }
    throw new IllegalStateException("scripts/with-droplet exited with " + status);
  }

  /** The edge listener. */
  public URI origin() {
    return URI.create(variable("DROPLET_ORIGIN"));
  }

  /** The functions listener. */
  public URI api() {
    return URI.create(variable("DROPLET_API"));
  }

  /** MinIO itself, without nginx. */
  public URI minio() {
    return URI.create(variable("DROPLET_MINIO"));
  }

  /** The JSON of the secret in Secrets Manager. */
  public String secretJson() {
    return read("secret.json");
  }

  /** The value of a MinIO setting, such as the name of the root user. */
  public String minioSetting(String name) {
    return read("root.env")
        .lines()
        .filter(line -> line.startsWith(name + "="))
        .map(line -> line.substring(name.length() + 1))
        .findFirst()
        .orElseThrow();
  }

  /**
   * nginx's access log of both listeners. nginx writes a line after the client has the response, so
   * this waits up to five seconds until the log contains these texts.
   */
  public String accessLog(String... expected) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    String log = read("../log/access.log");
    while (!Stream.of(expected).allMatch(log::contains) && System.nanoTime() < end) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      log = read("../log/access.log");
    }
    return log;
  }

  /** The folder in which MinIO stores its files. */
  public Path minioFolder() {
    return Path.of(variable("DROPLET_EDGE")).resolveSibling("volume").resolve("minio");
  }

  /** The running processes, such as those of nginx. */
  public Stream<ProcessHandle> processes() {
    return process.descendants();
  }

  /** The edge: trusts the origin and presents the zone's client certificate. */
  public SSLContext edge() {
    return context("client");
  }

  /** Another customer of the same edge: presents a certificate of another authority. */
  public SSLContext stranger() {
    return context("stranger");
  }

  /** A client without a certificate. */
  public SSLContext withoutCertificate() {
    return context("");
  }

  private SSLContext context(String client) {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("origin", certificate(read("origin.pem")));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      KeyStore own = KeyStore.getInstance("PKCS12");
      own.load(null, null);
      if (!client.isEmpty()) {
        Certificate[] chain = {certificate(read(client + ".pem"))};
        own.setKeyEntry("client", key(read(client + ".key")), new char[0], chain);
      }
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(own, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Certificate certificate(String pem) throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
  }

  private static PrivateKey key(String pem) throws GeneralSecurityException {
    byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[^-]+-----", ""));
    return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
  }

  private String read(String file) {
    try {
      return Files.readString(Path.of(variable("DROPLET_EDGE"), file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String variable(String name) {
    String value = variables.get(name);
    if (value == null) {
      throw new IllegalStateException("scripts/with-droplet did not print " + name);
    }
    return value;
  }

  /** Stops both servers and deletes their data. */
  @Override
  public void close() {
    try {
      process.outputWriter().close();
      process.waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("Interrupted while waiting for scripts/with-droplet", e);
    }
  }
}
