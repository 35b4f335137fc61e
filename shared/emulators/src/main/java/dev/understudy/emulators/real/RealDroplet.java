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
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The standby as its droplet runs it: MinIO behind nginx, made by the Terraform module's own
 * bootstrap. The process is {@code scripts/with-droplet}.
 */
public final class RealDroplet implements AutoCloseable {
  /** What that script ends with where a component is missing. */
  private static final int NOT_HERE = 3;

  private final Process process;
  private final Map<String, String> variables;

  private RealDroplet(Process process, Map<String, String> variables) {
    this.process = process;
    this.variables = variables;
  }

  /**
   * Starts one, with an empty bucket {@code assets}, or ends the test as left out, with a printed
   * reason.
   *
   * @throws IllegalStateException if it does not start although everything is here; the log is on
   *     standard error
   */
  public static RealDroplet start() {
    String root = System.getProperty("understudy.root", ".");
    try {
      Process process =
          new ProcessBuilder(
                  root + "/scripts/with-droplet",
                  "sh",
                  "-c",
                  "env | grep ^DROPLET_; echo; cat >/dev/null")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
      Map<String, String> variables = new HashMap<>();
      BufferedReader printed = process.inputReader();
      String line;
      while ((line = printed.readLine()) != null && !line.isEmpty()) {
        int equals = line.indexOf('=');
        variables.put(line.substring(0, equals), line.substring(equals + 1));
      }
      if (line == null) {
        leaveOutOrFail(process.waitFor());
      }
      return new RealDroplet(process, variables);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("Nobody interrupts a test", e);
    }
  }

  private static void leaveOutOrFail(int status) {
    if (status == NOT_HERE) {
      throw new MissingComponentException(
          "no droplet can be run here; scripts/with-droplet has said what is missing");
    }
    throw new IllegalStateException("scripts/with-droplet ended with " + status);
  }

  /** Where the edge reads. */
  public URI origin() {
    return URI.create(variable("DROPLET_ORIGIN"));
  }

  /** Where the functions write. */
  public URI api() {
    return URI.create(variable("DROPLET_API"));
  }

  /** MinIO itself, past nginx. */
  public URI minio() {
    return URI.create(variable("DROPLET_MINIO"));
  }

  /** What Secrets Manager would hold: JSON. */
  public String secretJson() {
    return read("secret.json");
  }

  /** The value of this name among MinIO's own settings, such as its root user's name. */
  public String minioSetting(String name) {
    return read("root.env")
        .lines()
        .filter(line -> line.startsWith(name + "="))
        .map(line -> line.substring(name.length() + 1))
        .findFirst()
        .orElseThrow();
  }

  /** The edge: trusts the origin and shows the certificate of our zone. */
  public SSLContext edge() {
    return context("client");
  }

  /** Another customer of the same edge: shows a certificate of an authority of its own. */
  public SSLContext stranger() {
    return context("stranger");
  }

  /** One who shows none. */
  public SSLContext nobody() {
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
      throw new IllegalStateException("scripts/with-droplet did not say " + name);
    }
    return value;
  }

  /** Ends both servers; nothing of them is left. */
  @Override
  public void close() {
    try {
      process.outputWriter().close();
      process.waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("Nobody interrupts a test", e);
    }
  }
}
