package dev.understudy.emulators.tls;

import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;

/** PEM encoding. */
final class Pem {
  private Pem() {}

  static String certificates(List<Certificate> chain) {
    StringBuilder text = new StringBuilder();
    for (Certificate certificate : chain) {
      try {
        text.append(encode("CERTIFICATE", certificate.getEncoded()));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
    return text.toString();
  }

  static String encode(String what, byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, body, what);
  }
}
