package dev.understudy.lab.standby;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.core.store.Dialect;
import dev.understudy.core.store.Dialect.Feature;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The committed table has a row for each server that `make test-standbys` measures. */
class StandbyTableTest {
  /** The sentences, where nothing is supported. */
  private static final Set<String> SENTENCES =
      Set.copyOf(new Dialect(EnumSet.noneOf(Feature.class)).missing());

  @Test
  void hasARowForEachServer() {
    assertThat(StandbyTable.read())
        .extracting(StandbyTable.Row::server)
        .containsExactlyElementsOf(
            Arrays.stream(MeasuredServer.values())
                .filter(MeasuredServer::isCommitted)
                .map(MeasuredServer::shownName)
                .toList());
  }

  @Test
  void usesTheWordsOfTheDialect() {
    for (StandbyTable.Row row : StandbyTable.read()) {
      assertThat(row.level()).matches("(L0|L1|L1d|L2)( E)?( T)?( P)?");
      assertThat(row.held()).matches("\\d+ of " + HostileKeys.all().size());
      if (!row.missing().equals("nothing")) {
        assertThat(SENTENCES).containsAll(List.of(row.missing().split("; ")));
      }
    }
  }
}
