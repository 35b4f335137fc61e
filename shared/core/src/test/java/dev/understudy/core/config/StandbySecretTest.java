package dev.understudy.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StandbySecretTest {
  @Test
  void readsEveryField() {
    StandbySecret secret =
        StandbySecret.of(
            Map.of(
                "endpoint", "https://standby:8443",
                "accessKey", "AK",
                "secretKey", "SK",
                "caPem", "CA",
                "clientCertPem", "CERT",
                "clientKeyPem", "KEY",
                "note", "unknown fields are left alone"),
            "The secret s");

    assertThat(secret.endpoint()).isEqualTo(URI.create("https://standby:8443"));
    assertThat(secret.accessKey()).isEqualTo("AK");
    assertThat(secret.secretKey()).isEqualTo("SK");
    assertThat(secret.tls().caCertificates()).hasValue("CA");
    assertThat(secret.tls().clientCertificate()).hasValue("CERT");
    assertThat(secret.tls().clientKey()).hasValue("KEY");
  }

  @Test
  void namesAllThatIsMissingAndShowsNothingThatIsThere() {
    assertThatThrownBy(
            () ->
                StandbySecret.of(
                    Map.of("secretKey", "CANARY", "endpoint", "CANARY"), "The secret s"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("The secret s", "accessKey is missing", "endpoint must look like")
        .hasMessageNotContaining("CANARY");
  }

  @Test
  void wantsBothHalvesOfAClientsIdentity() {
    assertThatThrownBy(
            () ->
                StandbySecret.of(
                    Map.of(
                        "endpoint", "https://s",
                        "accessKey", "AK",
                        "secretKey", "SK",
                        "clientCertPem", "CERT"),
                    "The secret s"))
        .hasMessageContaining("clientKeyPem");
  }

  @Test
  void hidesItselfInText() {
    StandbySecret secret =
        StandbySecret.of(
            Map.of(
                "endpoint", "https://s",
                "accessKey", "CANARY1",
                "secretKey", "CANARY2",
                "clientCertPem", "CANARY3",
                "clientKeyPem", "CANARY4"),
            "The secret s");

    assertThat(secret.toString()).doesNotContain("CANARY");
  }
}
