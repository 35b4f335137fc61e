package dev.understudy.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.config.TlsMaterial;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.Refusal;
import dev.understudy.core.s3.CallCounter;
import dev.understudy.core.s3.S3Standby;
import dev.understudy.core.store.Dialect;
import dev.understudy.core.store.Dialect.Feature;
import dev.understudy.core.store.Dialect.Level;
import dev.understudy.core.store.DialectCheck;
import dev.understudy.emulators.s3.Quirks;
import dev.understudy.emulators.s3.S3Endpoint;
import java.util.EnumSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DialectCheckTest {
  @Test
  void findsTheDialectOfMinioInEachRun() {
    for (Dialect dialect : threeRuns(Quirks.MINIO, true)) {
      assertThat(dialect).isEqualTo(Dialect.MINIO);
      assertThat(dialect.label()).isEqualTo("L2 E T P");
      assertThat(dialect.missing()).isEmpty();
    }
  }

  @ParameterizedTest(name = "versioned: {0}")
  @ValueSource(booleans = {true, false})
  void findsThatAmazonsOwnStoreKeepsConditionsAndTagsAlone(boolean versioned) {
    for (Dialect dialect : threeRuns(Quirks.S3, versioned)) {
      assertThat(dialect.label()).isEqualTo("L1d T");
      assertThat(dialect.features())
          .isEqualTo(
              EnumSet.complementOf(
                  EnumSet.of(
                      Feature.STAMPED_PUT,
                      Feature.STAMPED_COMPLETE,
                      Feature.STAMPED_DELETE,
                      Feature.GIVEN_ETAGS)));
      assertThat(dialect.refusal(new ObjectKey("a\u0001b")))
          .as("such a store lists it wrongly, or names it in XML that no parser accepts")
          .hasValue(Refusal.CONTROL_CHARACTER);
    }
  }

  @Test
  void findsThatAnUnversionedMinioKeepsNoOrder() {
    for (Dialect dialect : threeRuns(Quirks.MINIO, false)) {
      assertThat(dialect.level()).isEqualTo(Level.L1);
      assertThat(dialect.missing()).contains("DELETE ignores If-Match");
    }
  }

  @Test
  void findsConditionsOnDelete() {
    InMemoryStandby standby = new InMemoryStandby(true);

    assertThat(new DialectCheck(standby, standby).run())
        .hasValue(new Dialect(EnumSet.allOf(Feature.class)));
  }

  @Test
  void saysNothingIfAnotherCheckRunsAtTheSameTime() {
    InMemoryStandby standby = new InMemoryStandby();
    AtomicBoolean once = new AtomicBoolean();
    standby.before(
        (operation, key) -> {
          if (operation.equals("complete") && once.compareAndSet(false, true)) {
            new DialectCheck(standby, standby).run();
          }
        });

    assertThat(new DialectCheck(standby, standby).run()).isEmpty();
    assertThat(standby.openUploads()).isZero();
  }

  private static Dialect[] threeRuns(Quirks quirks, boolean versioned) {
    try (S3Endpoint endpoint = S3Endpoint.builder().quirks(quirks).credentials("ak", "sk").start();
        S3Standby standby =
            S3Standby.connect(
                new StandbySecret(endpoint.uri(), "ak", "sk", TlsMaterial.NONE),
                "standby",
                new CallCounter())) {
      endpoint.createBucket("standby", versioned);
      Dialect[] dialects = new Dialect[3];
      for (int i = 0; i < dialects.length; i++) {
        dialects[i] = new DialectCheck(standby, standby).run().orElseThrow();
      }
      return dialects;
    }
  }
}
