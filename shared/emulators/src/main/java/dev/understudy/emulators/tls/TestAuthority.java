package dev.understudy.emulators.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate authority for tests. It issues identities for servers and clients, valid ones and
 * expired ones.
 */
public final class TestAuthority {
  private static final String AUTHORITY = "authority";

  private final KeyToolStore store;
  private int issued;

  /**
   * @param folder the folder of the key store, which the caller deletes
   */
  public TestAuthority(Path folder) {
    this.store = new KeyToolStore(folder.resolve("authority.p12"));
    store.keytool(
        "-genkeypair", "-alias", AUTHORITY, "-dname", "CN=Test authority", "-ext", "bc:c");
  }

  /** The authority's certificate. */
  public String caPem() {
    return Pem.certificates(List.of(certificate(AUTHORITY)));
  }

  /** Trust managers that accept only certificates of this authority. */
  public TrustManager[] trustManagers() {
    try {
      return trusting().getTrustManagers();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A client context that trusts this authority and has no certificate. */
  public SSLContext clientContext() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An identity for a server with this IP address or name. */
  public Identity server(String host) {
    String san = (host.matches("[0-9.]+") ? "ip:" : "dns:") + host;
    return issue("server-" + host, "-ext", "san=" + san, "-ext", "eku=serverAuth");
  }

  /** A server identity that expired five days ago. */
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
    store.keytool(arguments.toArray(String[]::new));
    return new Identity(alias);
  }

  /** A certificate with its key. */
  public final class Identity {
    private final String alias;

    private Identity(String alias) {
      this.alias = alias;
    }

    /** The certificate chain, beginning with the own certificate. */
    public String certificatePem() {
      try {
        return Pem.certificates(List.of(store.load().getCertificateChain(alias)));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    /** The key as PKCS #8. */
    public String keyPem() {
      try {
        byte[] der = store.load().getKey(alias, KeyToolStore.PASSWORD.toCharArray()).getEncoded();
        return Pem.encode("PRIVATE KEY", der);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    /**
     * A server context with this identity that trusts clients of this authority.
     *
     * @param others presented to a client that asks for the name of one of them
     */
    public SSLContext serverContext(Identity... others) {
      try {
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        KeyStore all = store.load();
        for (Identity identity : Stream.concat(Stream.of(this), Stream.of(others)).toList()) {
          own.setKeyEntry(
              identity.alias,
              all.getKey(identity.alias, KeyToolStore.PASSWORD.toCharArray()),
              KeyToolStore.PASSWORD.toCharArray(),
              all.getCertificateChain(identity.alias));
        }
        // It chooses by the name that the client asks for; the default algorithm does not.
        KeyManagerFactory keys = KeyManagerFactory.getInstance("NewSunX509");
        keys.init(own, KeyToolStore.PASSWORD.toCharArray());
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
      return store.load().getCertificate(alias);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
