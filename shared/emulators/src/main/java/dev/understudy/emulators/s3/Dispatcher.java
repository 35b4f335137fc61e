package dev.understudy.emulators.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Processes each request: counts, authenticates and authorizes it, injects its fault, and serves
 * it.
 */
final class Dispatcher implements HttpHandler {
  private static final Set<String> HEALTH =
      Set.of("/minio/health/live", "/minio/health/ready", "/minio/health/cluster");

  /** Headers of the object that an error keeps. Others would describe the error's XML. */
  private static final Set<String> KEPT_ON_ERROR =
      Set.of(
          "x-amz-delete-marker",
          "x-amz-version-id",
          "content-range",
          "etag",
          "last-modified",
          "accept-ranges");

  private final Service service;
  private final Router router;
  private final Authentication authentication;
  private final Calls calls;
  private volatile FaultPlan faults;
  private volatile boolean down;

  Dispatcher(Service service, Authentication authentication, FaultPlan faults, Calls calls) {
    this.service = service;
    this.router = new Router(service);
    this.authentication = authentication;
    this.faults = faults;
    this.calls = calls;
  }

  /** Replaces the fault plan for all further requests. */
  void faults(FaultPlan plan) {
    faults = plan;
  }

  /** Whether stalled requests fail. */
  void down(boolean isDown) {
    down = isDown;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.setStreams(
          calls.counted(exchange.getRequestBody()), calls.counted(exchange.getResponseBody()));
      String requestId = UUID.randomUUID().toString().replace("-", "").substring(0, 16);
      exchange.getResponseHeaders().set("x-amz-request-id", requestId);
      exchange
          .getResponseHeaders()
          .set("Server", service.quirks().limitsKeys() ? "MinIO" : "AmazonS3");
      Call call;
      try {
        call = new Call(exchange, service.quirks().readsPlusAsSpace());
      } catch (CharacterCodingException e) {
        exchange.sendResponseHeaders(service.quirks().limitsKeys() ? 403 : 400, -1);
        return;
      }
      if (service.quirks().limitsKeys() && HEALTH.contains(exchange.getRequestURI().getRawPath())) {
        call.answer(200);
        return;
      }
      if (call.method().equals("OPTIONS")) {
        Optional<Bucket> bucket = Optional.ofNullable(service.buckets().get(call.bucket()));
        Preflight.answer(call, bucket.flatMap(b -> b.setting(Preflight.ORIGINS)));
        return;
      }
      serve(call, requestId);
    }
  }

  private void serve(Call call, String requestId) throws IOException {
    Router.Operation operation = router.find(call);
    calls.count(operation.name());
    try {
      Optional<Authentication.Signed> signed = authentication.verify(call);
      boolean mayList = signed.isPresent() || isPublic(call, "s3:ListBucket", false);
      if (signed.isEmpty() && !isAllowed(call, operation)) {
        throw Authentication.denied();
      }
      requireOwner(call);
      if (service.quirks().needsMarker()) {
        MinioHeaders.dropUntrusted(call, signed);
      }
      Fault fault = faults.next(operation.name(), call.bucket(), call.key());
      before(fault);
      if (fault instanceof Fault.ErrorInBody error) {
        S3Error hidden = new S3Error(500, error.code(), "Injected fault");
        call.answer(200, Xml.error(hidden, resource(call), requestId));
        return;
      }
      Optional<Long> cut =
          fault instanceof Fault.CutBody body ? Optional.of(body.bytes()) : Optional.empty();
      if (fault instanceof Fault.Swallow) {
        call.mute();
      }
      operation
          .server()
          .serve(
              call,
              new Router.Circumstances(signed, mayList || service.quirks().limitsKeys(), cut));
      if (fault instanceof Fault.Swallow) {
        throw new IOException("Injected fault: no response");
      }
    } catch (S3Error e) {
      refuse(call, e, requestId);
    }
  }

  private boolean isAllowed(Call call, Router.Operation operation) {
    return operation.action().isPresent()
        && isPublic(call, operation.action().get(), !call.key().isEmpty());
  }

  private boolean isPublic(Call call, String action, boolean onObject) {
    return Optional.ofNullable(service.buckets().get(call.bucket()))
        .map(
            bucket ->
                bucket
                    .policy()
                    .allows(
                        action,
                        "arn:aws:s3:::" + call.bucket() + (onObject ? "/" + call.key() : "")))
        .orElse(false);
  }

  /** Amazon S3 verifies the expected bucket owner; MinIO ignores it. */
  private void requireOwner(Call call) {
    Optional<String> owner = call.header("x-amz-expected-bucket-owner");
    if (!service.quirks().limitsKeys()
        && owner.isPresent()
        && !owner.get().equals(S3Endpoint.OWNER)) {
      throw Authentication.denied();
    }
  }

  private void before(Fault fault) throws IOException {
    if (fault instanceof Fault.Refuse refusal) {
      throw new S3Error(refusal.status(), refusal.code(), "Injected fault");
    }
    try {
      if (fault instanceof Fault.Delay delay) {
        TimeUnit.MILLISECONDS.sleep(delay.by().toMillis());
      }
      if (fault instanceof Fault.Stall stall) {
        while (!stall.until().await(20, TimeUnit.MILLISECONDS)) {
          if (down) {
            throw new IOException("The endpoint is going down");
          }
        }
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private void refuse(Call call, S3Error error, String requestId) throws IOException {
    call.keepOnly(KEPT_ON_ERROR);
    call.set(error.headers());
    if (service.quirks().limitsKeys() && call.method().equals("HEAD")) {
      call.set("X-Minio-Error-Code", error.code());
    }
    call.answer(error.status(), Xml.error(error, resource(call), requestId));
  }

  private static String resource(Call call) {
    return "/" + call.bucket() + (call.key().isEmpty() ? "" : "/" + call.key());
  }
}
