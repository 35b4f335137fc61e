package dev.understudy.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
                "region", "garage",
                "note", "unknown fields are left alone"),
            "The secret s");

    assertThat(secret.endpoint()).isEqualTo(URI.create("https://standby:8443"));
    assertThat(secret.accessKey()).isEqualTo("AK");
    assertThat(secret.secretKey()).isEqualTo("SK");
    assertThat(secret.tls().caCertificates()).hasValue("CA");
    assertThat(secret.tls().clientCertificate()).hasValue("CERT");
    assertThat(secret.tls().clientKey()).hasValue("KEY");
    assertThat(secret.region()).isEqualTo("garage");
    assertThat(secret(Map.of("endpoint", "https://s")).region()).isEqualTo("us-east-1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://standby:9000",
        "http://192.0.2.1:9000",
        "http://127.0.0.1.example.org",
        "http://localhost.example.org",
        "http://[2001:db8::1]:9000"
      })
  void refusesPlainHttpToAnotherMachineUnlessAllowed(String endpoint) {
    assertThatThrownBy(() -> secret(Map.of("endpoint", endpoint)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(
            "The secret s", endpoint, "use https", "allowHttp", "STANDBY_ALLOW_HTTP=true");
    assertThatThrownBy(() -> secret(Map.of("endpoint", endpoint, "allowHttp", "false")))
        .isInstanceOf(ConfigurationException.class);

    assertThat(secret(Map.of("endpoint", endpoint, "allowHttp", "true")).endpoint())
        .isEqualTo(URI.create(endpoint));
    assertThat(secret(Map.of("endpoint", endpoint, "allowHttp", true)).endpoint())
        .isEqualTo(URI.create(endpoint));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://standby:9000",
        "http://localhost:9000",
        "http://127.0.0.1:9000",
        "http://[::1]:9000"
      })
  void acceptsTlsAndLoopback(String endpoint) {
    assertThat(secret(Map.of("endpoint", endpoint)).endpoint()).isEqualTo(URI.create(endpoint));
  }

  private static StandbySecret secret(Map<String, Object> fields) {
    Map<String, Object> all = new HashMap<>(Map.of("accessKey", "AK", "secretKey", "SK"));
    all.putAll(fields);
    return StandbySecret.of(all, "The secret s");
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
