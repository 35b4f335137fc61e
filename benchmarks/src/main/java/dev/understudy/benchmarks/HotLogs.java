package dev.understudy.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.understudy.core.config.Environment;
import dev.understudy.core.deployment.Deployment;
import dev.understudy.core.object.HotObjects;
import dev.understudy.core.object.ObjectKey;
import dev.understudy.core.object.ObjectProperties;
import dev.understudy.core.object.ReservedKeys;
import dev.understudy.core.object.Scope;
import dev.understudy.core.object.StoredHotSet;
import dev.understudy.core.s3.CallCounter;
import dev.understudy.core.s3.S3Primary;
import dev.understudy.core.store.PrimaryRead;
import dev.understudy.core.time.Deadline;
import dev.understudy.emulators.s3.S3Endpoint;
import dev.understudy.lab.stack.AccessKeys;
import dev.understudy.lab.stack.StoreAccess;
import dev.understudy.reconciler.accesslog.AccessLogJob;
import dev.understudy.reconciler.accesslog.LogSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Access logs in a bucket, and the job of the reconciler that reads them into the set of hot keys.
 * Everything is on an emulated S3.
 */
final class HotLogs implements AutoCloseable {
  private static final String REGION = "us-east-1";
  private static final AccessKeys KEYS = AccessKeys.of("access", "secret");
  private static final String FIELDS =
      "#Version: 1.0\n#Fields: date time cs-method cs(Host) cs-uri-stem sc-status\n";

  private final S3Endpoint server =
      S3Endpoint.builder().credentials(KEYS.accessKey(), KEYS.secretKey()).start();
  private final S3Client client = new StoreAccess(server.uri(), REGION, KEYS, "logs", true).s3();
  private final Deployment deployment;
  private final AccessLogJob job;

  HotLogs(int days) {
    server.createBucket("primary", false);
    server.createBucket("logs", false);
    Environment environment = new Environment(variables(days));
    this.deployment = Deployment.of(environment);
    LogSettings settings = LogSettings.of(environment, "primary").orElseThrow();
    environment.verify();
    this.job = new AccessLogJob(deployment, settings, Clock.systemUTC());
  }

  private Map<String, String> variables(int days) {
    Map<String, String> variables = new HashMap<>();
    variables.put("AWS_REGION", REGION);
    variables.put("AWS_ACCESS_KEY_ID", KEYS.accessKey());
    variables.put("AWS_SECRET_ACCESS_KEY", KEYS.secretKey());
    variables.put("PRIMARY_ENDPOINT", server.uri().toString());
    variables.put("PRIMARY_BUCKET", "primary");
    variables.put("STANDBY_BUCKET", "standby");
    variables.put("STANDBY_SECRET_ID", "not-used");
    variables.put("HOT_OBJECTS_DAYS", Integer.toString(days));
    variables.put("HOT_OBJECTS_LOG_BUCKET", "logs");
    variables.put("HOT_OBJECTS_LOG_FORMAT", "cloudfront");
    return variables;
  }

  /** Delivers the log of a day, and reads it. */
  void read(Instant day, int[] objects) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(FIELDS.getBytes(UTF_8));
      for (int i = 0; i < objects.length; i++) {
        long second = i * Duration.ofDays(1).toSeconds() / objects.length;
        String time = day.plusSeconds(second).toString().replace('T', '\t').replace("Z", "");
        gzip.write("%s\tGET\twww\t/%s\t200\n".formatted(time, key(objects[i])).getBytes(UTF_8));
      }
    }
    String name = "E2.%s.gz".formatted(day.truncatedTo(ChronoUnit.DAYS));
    client.putObject(r -> r.bucket("logs").key(name), RequestBody.fromBytes(bytes.toByteArray()));
    var unused = job.run("bench", new Deadline(() -> 900_000, Duration.ofSeconds(60)));
  }

  /** The objects, of this many, that were read within the days. */
  BitSet hot(int days, int objects) throws IOException {
    Scope scope = Scope.ALL.with(new HotObjects(stored(), days));
    BitSet hot = new BitSet(objects);
    for (int i = 0; i < objects; i++) {
      ObjectProperties object = new ObjectProperties(new ObjectKey(key(i)), 1, Instant.EPOCH);
      hot.set(i, scope.refusal(object, Instant.EPOCH).isEmpty());
    }
    return hot;
  }

  private StoredHotSet stored() throws IOException {
    try (S3Primary primary = deployment.connectPrimary(new CallCounter());
        PrimaryRead read = primary.open(ReservedKeys.HOT)) {
      return StoredHotSet.decode(read.body().readAllBytes());
    }
  }

  private static String key(int object) {
    return "objects/%06d.html".formatted(object);
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
