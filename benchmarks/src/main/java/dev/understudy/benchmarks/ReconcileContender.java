package dev.understudy.benchmarks;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.OperatingSystemMXBean;
import dev.understudy.core.aws.AwsAccess;
import dev.understudy.core.config.Environment;
import dev.understudy.core.config.StandbySecret;
import dev.understudy.core.config.TlsMaterial;
import dev.understudy.core.s3.CallCounter;
import dev.understudy.core.s3.S3Primary;
import dev.understudy.core.s3.S3Standby;
import dev.understudy.core.store.Listing;
import dev.understudy.lab.function.FunctionHost;
import dev.understudy.lab.function.FunctionSettings;
import dev.understudy.lab.function.InvocationResult;
import dev.understudy.reconciler.ReconcilerHandler;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;

/**
 * Reads both synthetic buckets once, in its own JVM. The first argument is the mode: {@code
 * reconcile} runs the deployed function for one pass; {@code list} reads all pages of both buckets
 * as the function does, each bucket in its own thread, and ignores them; {@code list-sdk} does so
 * with {@code S3Client}; {@code request} invokes the function with the second argument as its input
 * until the answer is complete, and prints the answer first. Prints the seconds, the CPU seconds,
 * the greatest heap use before any collection and the greatest after a full collection, both in
 * MiB.
 */
public final class ReconcileContender {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  static final String RECONCILE = "reconcile";
  static final String LIST = "list";
  static final String LIST_SDK = "list-sdk";
  static final String REQUEST = "request";

  private ReconcileContender() {}

  /**
   * Arguments: the mode, and the number of keys or the function's input; the environment holds the
   * function's variables.
   */
  public static void main(String[] arguments) throws Exception {
    AtomicLong before = new AtomicLong();
    AtomicLong after = new AtomicLong();
    watch(before, after);
    long cpu = SYSTEM.getProcessCpuTime();
    long start = System.nanoTime();
    switch (arguments[0]) {
      case RECONCILE -> reconcile(Long.parseLong(arguments[1]));
      case LIST_SDK -> listWithSdk(Long.parseLong(arguments[1]));
      case REQUEST -> System.out.println(request(arguments[1]));
      default -> list(Long.parseLong(arguments[1]));
    }
    System.out.printf(
        Locale.ROOT,
        "%n%.3f %.3f %.1f %.1f%n",
        (System.nanoTime() - start) / 1e9,
        (SYSTEM.getProcessCpuTime() - cpu) / 1e9,
        before.get() / 1048576.0,
        after.get() / 1048576.0);
    System.exit(0);
  }

  private static void watch(AtomicLong before, AtomicLong after) {
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) collector)
          .addNotificationListener(
              (notification, none) -> {
                if (notification.getUserData() instanceof CompositeData data) {
                  var collection = GarbageCollectionNotificationInfo.from(data);
                  var info = collection.getGcInfo();
                  before.accumulateAndGet(heap(info.getMemoryUsageBeforeGc()), Math::max);
                  if (collection.getGcAction().contains("major")) {
                    after.accumulateAndGet(heap(info.getMemoryUsageAfterGc()), Math::max);
                  }
                }
              },
              null,
              null);
    }
  }

  private static long heap(Map<String, MemoryUsage> pools) {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == java.lang.management.MemoryType.HEAP)
        .map(pool -> pools.get(pool.getName()))
        .mapToLong(usage -> usage == null ? 0 : usage.getUsed())
        .sum();
  }

  private static FunctionHost reconciler() {
    Map<String, String> environment = System.getenv();
    return new FunctionHost(
        new FunctionSettings("reconciler", 1024, Duration.ofMinutes(15)),
        () -> new ReconcilerHandler(environment));
  }

  /** A plan is answered once: it is never complete. */
  private static String request(String input) throws IOException {
    FunctionHost host = reconciler();
    while (true) {
      InvocationResult result = host.invoke(input);
      if (result instanceof InvocationResult.Failed failed) {
        throw new IOException(failed.errorMessage());
      }
      if (input.contains("plan") || result.payload().contains("\"complete\":true")) {
        return result.payload();
      }
    }
  }

  private static void reconcile(long keys) throws IOException {
    String answer = reconciler().invoke("{\"restart\":true}").payload();
    if (!answer.contains("\"keys\":" + keys + ",")
        || !answer.contains("\"complete\":true")
        || !answer.contains("\"lastProof\"")) {
      throw new IOException("No proof: " + answer);
    }
  }

  private static void list(long keys) throws Exception {
    Environment environment = new Environment(System.getenv());
    CallCounter calls = new CallCounter();
    try (S3Primary primary =
            S3Primary.connect(
                AwsAccess.of(environment),
                environment.endpoint("PRIMARY_ENDPOINT"),
                "primary",
                Optional.empty(),
                calls);
        S3Standby standby =
            S3Standby.connect(
                new StandbySecret(
                    URI.create(environment.required("STANDBY_ENDPOINT")),
                    environment.required("STANDBY_ACCESS_KEY"),
                    environment.required("STANDBY_SECRET_KEY"),
                    TlsMaterial.NONE),
                "standby",
                calls)) {
      requireBoth(keys, () -> count(primary), () -> count(standby));
    }
  }

  private static void listWithSdk(long keys) throws Exception {
    try (S3Client primary = BenchClients.primary(System.getenv());
        S3Client standby = BenchClients.standby(System.getenv())) {
      requireBoth(
          keys, () -> countWithSdk(primary, "primary"), () -> countWithSdk(standby, "standby"));
    }
  }

  private static void requireBoth(long keys, Callable<Long> primary, Callable<Long> standby)
      throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (Future<Long> counted : threads.invokeAll(List.of(primary, standby))) {
        if (counted.get() != keys) {
          throw new IOException("%d keys instead of %d".formatted(counted.get(), keys));
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static long countWithSdk(S3Client client, String bucket) {
    return client
        .listObjectsV2Paginator(r -> r.bucket(bucket).encodingType(EncodingType.URL))
        .stream()
        .mapToLong(page -> page.contents().size())
        .sum();
  }

  private static long count(Listing listing) {
    long number = 0;
    Optional<Listing.Place> at = Optional.of(Listing.Place.of("", Optional.empty()));
    while (at.isPresent()) {
      Listing.Page page = listing.page(at.get(), Listing.MAX_KEYS);
      number += page.objects().size();
      at = page.next();
    }
    return number;
  }
}
