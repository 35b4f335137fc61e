package dev.understudy.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.object.HeldLabels;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentTest {
  @Test
  void readsWhatIsThere() {
    Environment environment =
        new Environment(
            Map.of("NAME", " value ", "COUNT", "7", "WHERE", "https://host:8443", "EMPTY", ""));

    assertThat(environment.required("NAME")).isEqualTo("value");
    assertThat(environment.integer("COUNT", 3, 1, 10)).isEqualTo(7);
    assertThat(environment.integer("MISSING", 3, 1, 10)).isEqualTo(3);
    assertThat(environment.endpoint("WHERE")).hasValue(URI.create("https://host:8443"));
    assertThat(environment.optional("EMPTY")).isEmpty();
    environment.verify();
  }

  @Test
  void readsWhetherUnheldLabelsAreLeftOut() {
    assertThat(labels("")).isEqualTo(HeldLabels.MINIO);
    assertThat(labels("leave_out")).isEqualTo(HeldLabels.MINIO);
    assertThat(labels("refuse")).isEqualTo(HeldLabels.EVERYTHING);
    assertThatThrownBy(() -> labels("drop"))
        .hasMessageContaining("LABELS_NOT_HELD is \"drop\" but must be leave_out or refuse");
  }

  private static HeldLabels labels(String value) {
    Environment environment = new Environment(Map.of("LABELS_NOT_HELD", value));
    HeldLabels labels = LabelVariables.of(environment);
    environment.verify();
    return labels;
  }

  @Test
  void reportsEveryMistakeAtOnce() {
    Environment environment =
        new Environment(Map.of("COUNT", "many", "SIZE", "11", "WHERE", "host:9000", "EMPTY", " "));

    environment.required("EMPTY");
    environment.required("MISSING");
    environment.integer("COUNT", 3, 1, 10);
    environment.integer("SIZE", 3, 1, 10);
    environment.endpoint("WHERE");

    assertThatThrownBy(environment::verify)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(
            "EMPTY is missing",
            "MISSING is missing",
            "COUNT is \"many\" but must be a whole number from 1 to 10",
            "SIZE is \"11\"",
            "WHERE is \"host:9000\" but must look like https://host:port");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "host",
        "ftp://host",
        "https://",
        "https://host/path",
        "https://u:p@host",
        "https://host?x=1",
        "https://ho st"
      })
  void takesNothingForAnEndpointThatIsNone(String text) {
    Environment environment = new Environment(Map.of("WHERE", text));

    assertThat(environment.endpoint("WHERE")).isEmpty();
    assertThatThrownBy(environment::verify).hasMessageContaining("WHERE");
  }
}
