package dev.understudy.lab.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchResponseTest {
  private static final Set<String> BATCH = Set.of("a", "b");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "{}",
        "{\"batchItemFailures\":null}",
        "{\"batchItemFailures\":[]}",
        "{\"other\":1}"
      })
  void takesAnAnswerWithoutFailuresForSuccess(String answer) {
    assertThat(response(answer).failed()).isEmpty();
    assertThat(response(answer).wholeBatchReason()).isEmpty();
  }

  @Test
  void failsOnlyWhatIsNamed() {
    BatchResponse response = response("{\"batchItemFailures\":[{\"itemIdentifier\":\"b\"}]}");

    assertThat(response.failed()).containsExactly("b");
    assertThat(response.wholeBatchReason()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not JSON",
        "\"ok\"",
        "[]",
        "{\"batchItemFailures\":\"b\"}",
        "{\"batchItemFailures\":[\"b\"]}",
        "{\"batchItemFailures\":[{\"itemIdentifier\":null}]}",
        "{\"batchItemFailures\":[{\"itemIdentifier\":\"\"}]}",
        "{\"batchItemFailures\":[{\"itemIdentifier\":7}]}",
        "{\"batchItemFailures\":[{\"itemIdentifier\":\"c\"}]}",
        "{\"batchItemFailures\":[{\"itemIdentifier\":\"b\"},{\"id\":\"a\"}]}"
      })
  void failsTheWholeBatchRatherThanGuess(String answer) {
    assertThat(response(answer).failed()).isEqualTo(BATCH);
    assertThat(response(answer).wholeBatchReason()).isPresent();
  }

  @Test
  void failsTheWholeBatchIfTheFunctionThrew() {
    BatchResponse response =
        BatchResponse.of(
            new InvocationResult.Failed("id", "java.io.IOException", "gone", List.of(), ""), BATCH);

    assertThat(response.failed()).isEqualTo(BATCH);
    assertThat(response.wholeBatchReason()).contains("java.io.IOException: gone");
  }

  private static BatchResponse response(String answer) {
    return BatchResponse.of(new InvocationResult.Answered("id", answer, ""), BATCH);
  }
}
