package dev.understudy.emulators.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate authority of its own, made by the JDK's keytool in a folder that the caller owns.
 * Makes server and client identities, good ones and ones with a named fault. Over the usual length,
 * as the JDK makes certificates by a command alone.
 */
public final class TestAuthority {
  private static final String PASSWORD = "changeit";
  private static final String AUTHORITY = "authority";

  private final Path store;
  private int issued;

  /**
   * @param folder where the key store is kept; not deleted here
   */
  public TestAuthority(Path folder) {
    this.store = folder.resolve("authority.p12");
    keytool("-genkeypair", "-alias", AUTHORITY, "-dname", "CN=Test authority", "-ext", "bc:c");
  }

  /** The authority's certificate, for those who shall trust it. */
  public String caPem() {
    return certificates(List.of(certificate(AUTHORITY)));
  }

  /** Trusts those whom this authority has issued a certificate, and no others. */
  public TrustManager[] trustManagers() {
    try {
      return trusting().getTrustManagers();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A client's context with the same trust and no identity. */
  public SSLContext clientContext() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An identity for a server that is reached under this IP address or name. */
  public Identity server(String host) {
    String san = (host.matches("[0-9.]+") ? "ip:" : "dns:") + host;
    return issue("server-" + host, "-ext", "san=" + san, "-ext", "eku=serverAuth");
  }

  /** A server's identity that ended five days ago. */
  public Identity expiredServer(String host) {
    return issue(
        "expired-" + host, "-ext", "san=ip:" + host, "-startdate", "-10d", "-validity", "5");
  }

  /** An identity for a client. */
  public Identity client(String name) {
    return issue("client-" + name, "-ext", "eku=clientAuth");
  }

  private Identity issue(String name, String... extra) {
    String alias = name + "-" + ++issued;
    List<String> arguments = new ArrayList<>(List.of("-genkeypair", "-alias", alias));
    arguments.addAll(List.of("-dname", "CN=" + alias, "-signer", AUTHORITY));
    arguments.addAll(List.of(extra));
    keytool(arguments.toArray(String[]::new));
    return new Identity(alias);
  }

  /** A certificate with its key. */
  public final class Identity {
    private final String alias;

    private Identity(String alias) {
      this.alias = alias;
    }

    /** The certificate chain, own certificate first. */
    public String certificatePem() {
      try {
        return certificates(List.of(load().getCertificateChain(alias)));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    /** The key as PKCS #8. */
    public String keyPem() {
      try {
        byte[] der = load().getKey(alias, PASSWORD.toCharArray()).getEncoded();
        return pem("PRIVATE KEY", der);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    /** A server context that shows this identity, and trusts clients of this authority. */
    public SSLContext serverContext() {
      try {
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        KeyStore all = load();
        own.setKeyEntry(
            alias,
            all.getKey(alias, PASSWORD.toCharArray()),
            PASSWORD.toCharArray(),
            all.getCertificateChain(alias));
        KeyManagerFactory keys =
            KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trustManagers(), null);
        return context;
      } catch (GeneralSecurityException | IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private TrustManagerFactory trusting() throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry(AUTHORITY, certificate(AUTHORITY));
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    return factory;
  }

  private Certificate certificate(String alias) {
    try {
      return load().getCertificate(alias);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private KeyStore load() {
    try (InputStream stream = Files.newInputStream(store)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(stream, PASSWORD.toCharArray());
      return keys;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void keytool(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
    command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass", PASSWORD));
    if (!command.contains("-validity")) {
      command.addAll(List.of("-validity", "30"));
    }
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("keytool failed: " + output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String certificates(List<Certificate> chain) {
    StringBuilder text = new StringBuilder();
    for (Certificate certificate : chain) {
      try {
        text.append(pem("CERTIFICATE", certificate.getEncoded()));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
    return text.toString();
  }

  private static String pem(String what, byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, body, what);
  }
}
