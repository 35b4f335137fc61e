package dev.understudy.lab.page;

import dev.understudy.core.config.Environment;
import dev.understudy.core.deployment.BothStores;
import dev.understudy.core.deployment.Deployment;
import dev.understudy.core.json.JsonTree;
import dev.understudy.core.note.NoteFields;
import dev.understudy.core.note.Notes;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.lab.stack.Stack;
import dev.understudy.lab.stack.StoreAccess;
import dev.understudy.page.Health;
import dev.understudy.page.PageState.Keys;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/** Reads what takes more than a moment: the probe's answer, the key counts, the last proof. */
final class SideReader implements AutoCloseable {
  /** Each page has at most 1,000 keys. */
  private static final int MAX_PAGES = 10;

  private final LambdaClient lambda;
  private final Side primary;
  private final Side standby;
  private final BothStores stores;
  private final Notes notes;

  SideReader(Stack stack) {
    this.lambda = stack.lambda();
    this.primary = new Side(stack.primary().s3(), stack.primary());
    this.standby = new Side(stack.standby().s3(), stack.standby());
    this.stores = Deployment.of(new Environment(stack.variables())).connect();
    this.notes = new Notes(stores.standby(), Clock.systemUTC());
  }

  /**
   * An answer of the health probe.
   *
   * @param level of the standby's dialect; empty if the probe does not know it
   */
  record Probed(Health health, Optional<String> level) {}

  /** Invokes the health probe. */
  Probed probe() {
    String answer = lambda.invoke(r -> r.functionName(Stack.PROBE)).payload().asUtf8String();
    Map<String, ?> fields = JsonTree.object(answer).orElse(Map.of());
    Optional<String> level =
        fields.get("checks") instanceof Map<?, ?> checks
                && checks.get("guarantees") instanceof Map<?, ?> guarantees
            ? Optional.ofNullable(guarantees.get("dialect")).map(String::valueOf)
            : Optional.empty();
    return new Probed(Health.of(fields), level);
  }

  /** Lists both sides. */
  Keys keys() {
    Count first = primary.count();
    Count second = standby.count();
    return new Keys(first.keys(), second.keys(), first.complete() && second.complete());
  }

  /** The field {@code proof} of the reconciler's watermark; empty before the first proof. */
  Optional<Map<String, ?>> proof() {
    return notes
        .open(new ObjectKey(ReservedKeys.RECONCILER + "watermark"))
        .content()
        .flatMap(watermark -> watermark.object("proof"))
        .map(NoteFields::map);
  }

  private record Count(long keys, boolean complete) {}

  private record Side(S3Client s3, StoreAccess store) {
    Count count() {
      long keys = 0;
      String token = null;
      for (int page = 0; page < MAX_PAGES; page++) {
        String next = token;
        ListObjectsV2Response listed =
            s3.listObjectsV2(r -> r.bucket(store.bucket()).continuationToken(next));
        keys += listed.contents().stream().filter(object -> !isReserved(object.key())).count();
        token = listed.nextContinuationToken();
        if (token == null) {
          return new Count(keys, true);
        }
      }
      return new Count(keys, false);
    }
  }

  /** Whether the system writes the key itself. */
  static boolean isReserved(String key) {
    return ReservedKeys.isReserved(new ObjectKey(key))
        || key.equals(ReservedKeys.HEARTBEAT.value());
  }

  @Override
  public void close() {
    lambda.close();
    primary.s3().close();
    standby.s3().close();
    stores.close();
  }
}
