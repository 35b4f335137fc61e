package dev.understudy.core.aws;

import dev.understudy.core.config.ConfigurationException;
import dev.understudy.core.config.Environment;
import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.json.JsonTree;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** Reads the standby's secret from Secrets Manager or from environment variables. */
public final class StandbySecrets {
  private static final Map<String, String> VARIABLES =
      Map.of(
          "STANDBY_ENDPOINT", "endpoint",
          "STANDBY_ACCESS_KEY", "accessKey",
          "STANDBY_SECRET_KEY", "secretKey",
          "STANDBY_CA_PEM", "caPem",
          "STANDBY_CLIENT_CERT_PEM", "clientCertPem",
          "STANDBY_CLIENT_KEY_PEM", "clientKeyPem",
          "STANDBY_REGION", "region",
          "STANDBY_ALLOW_HTTP", "allowHttp");

  private StandbySecrets() {}

  /**
   * Reads the secret that STANDBY_SECRET_ID names in Secrets Manager; its value is the JSON of
   * {@link StandbySecret#of}. For local use, separate variables can hold the same fields.
   *
   * @return a supplier that reads the current secret on each call; throws {@link
   *     ConfigurationException} if it cannot be read or is wrong
   */
  public static Supplier<StandbySecret> of(Environment environment, AwsAccess aws) {
    Map<String, String> fields = new HashMap<>();
    VARIABLES.forEach(
        (name, field) -> environment.optional(name).ifPresent(value -> fields.put(field, value)));
    Optional<String> secretId = environment.optional("STANDBY_SECRET_ID");
    if (secretId.isPresent()) {
      return () -> inSecretsManager(aws, secretId.get());
    }
    if (fields.isEmpty()) {
      environment.mistake(
          "STANDBY_SECRET_ID is missing (or, for local use, STANDBY_ENDPOINT, STANDBY_ACCESS_KEY"
              + " and STANDBY_SECRET_KEY)");
    }
    return () -> StandbySecret.of(fields, "The standby in the environment (STANDBY_...)");
  }

  private static StandbySecret inSecretsManager(AwsAccess aws, String secretId) {
    String where = "The secret " + secretId;
    try (SecretsManagerClient client = aws.secretsManager()) {
      String json = client.getSecretValue(r -> r.secretId(secretId)).secretString();
      return JsonTree.object(json)
          .map(fields -> StandbySecret.of(fields, where))
          .orElseThrow(() -> new ConfigurationException(where + " is not a JSON object"));
    } catch (SdkException e) {
      throw new ConfigurationException(where + " cannot be read: " + e.getMessage());
    }
  }
}
