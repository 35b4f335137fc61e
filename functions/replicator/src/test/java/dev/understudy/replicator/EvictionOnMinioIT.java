package dev.understudy.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.object.ReservedKeys;
import dev.understudy.emulators.real.RealMinio;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.Tag;

/** Evictions on a real MinIO, which orders the deletion and the next copy by their stamps. */
class EvictionOnMinioIT extends ProxiedStores {
  @RegisterExtension static final SharedMinio MINIO = new SharedMinio(RealMinio::start);

  @Override
  protected StandbyUnderTest startStandby() {
    return StandbyUnderTest.on(MINIO.get());
  }

  /** The original is the same throughout, so all of its replicas have the same stamp. */
  @ParameterizedTest
  @ValueSource(strings = {"- *.tmp", "max-size: 2B", "exclude-tag: draft=yes"})
  void deletesAReplicaAndCopiesItAgainWhenTheFilterIncludesIt(String rule) {
    write("a.tmp", "one");
    writer.putObjectTagging(
        r ->
            r.bucket("primary")
                .key("a.tmp")
                .tagging(t -> t.tagSet(Tag.builder().key("draft").value("yes").build())));
    assertThat(callPatiently("a.tmp")).isEqualTo(DONE);

    for (int times = 1; times <= 2; times++) {
      filter(rule);
      assertThat(callPatiently("a.tmp")).isEqualTo(DONE);
      assertThat(replica("a.tmp")).isEmpty();

      filter("- *.bak");
      assertThat(callPatiently("a.tmp")).isEqualTo(DONE);
      assertThat(replica("a.tmp")).hasValue("one");
    }
    assertThat(
            reader
                .listObjectVersions(r -> r.bucket(standby.bucket()).prefix("a.tmp"))
                .deleteMarkers())
        .as("the versions stay")
        .isNotEmpty();
  }

  /** A function reads the filter when it starts. */
  private void filter(String rule) {
    write(ReservedKeys.FILTER.value(), rule + "\nevict: true");
    configure(Map.of("REPLICATE_FILTER", "object"));
  }
}
