package dev.understudy.emulators.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.w3c.dom.Element;

/** Buckets and their settings. */
final class BucketOperations {
  private static final long MAX_XML = 1 << 20;
  private static final String POLICY = "policy";

  private final Service service;
  private final NotificationOperations notifications;

  BucketOperations(Service service) {
    this.service = service;
    this.notifications = new NotificationOperations(service);
  }

  NotificationOperations notifications() {
    return notifications;
  }

  void list(Call call) throws IOException {
    call.answer(
        200,
        Xml.document(
            "ListAllMyBucketsResult",
            x ->
                x.in(
                    "Buckets",
                    buckets ->
                        service.buckets().keySet().stream()
                            .sorted()
                            .forEach(
                                name ->
                                    buckets.in(
                                        "Bucket",
                                        b ->
                                            b.element("Name", name)
                                                .element(
                                                    "CreationDate",
                                                    Times.iso(service.bucket(name).now())))))));
  }

  void create(Call call) throws IOException {
    if (!call.bucket().matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")) {
      throw new S3Error(400, "InvalidBucketName", "The specified bucket is not valid.");
    }
    if (!service.create(call.bucket())) {
      throw new S3Error(
          409,
          "BucketAlreadyOwnedByYou",
          "Your previous request to create the named bucket succeeded and you already own it.");
    }
    call.set("Location", "/" + call.bucket()).answer(200);
  }

  void head(Call call) throws IOException {
    service.bucket(call.bucket());
    call.set("x-amz-bucket-region", "us-east-1").answer(200);
  }

  void delete(Call call) throws IOException {
    if (!service.bucket(call.bucket()).isEmpty()) {
      throw new S3Error(409, "BucketNotEmpty", "The bucket you tried to delete is not empty");
    }
    service.buckets().remove(call.bucket());
    call.answer(204);
  }

  void location(Call call) throws IOException {
    service.bucket(call.bucket());
    call.answer(200, Xml.document("LocationConstraint", x -> {}));
  }

  void versioning(Call call) throws IOException {
    Bucket.Versioning versioning = service.bucket(call.bucket()).versioning();
    call.answer(
        200,
        Xml.document(
            "VersioningConfiguration",
            x -> {
              if (versioning != Bucket.Versioning.NEVER) {
                x.element(
                    "Status", versioning == Bucket.Versioning.ENABLED ? "Enabled" : "Suspended");
              }
            }));
  }

  void putVersioning(Call call) throws IOException {
    Element request = Xml.parse(call.smallBody(MAX_XML), "VersioningConfiguration");
    String status = Xml.text(request, "Status").orElse("");
    if (!List.of("Enabled", "Suspended").contains(status)) {
      throw S3Error.malformedXml();
    }
    service
        .bucket(call.bucket())
        .versioning(
            status.equals("Enabled") ? Bucket.Versioning.ENABLED : Bucket.Versioning.SUSPENDED);
    call.answer(200);
  }

  void policy(Call call) throws IOException {
    String policy =
        service
            .bucket(call.bucket())
            .setting(POLICY)
            .orElseThrow(
                () -> new S3Error(404, "NoSuchBucketPolicy", "The bucket policy does not exist"));
    call.answer(200, policy.getBytes(UTF_8), "application/json");
  }

  void putPolicy(Call call) throws IOException {
    Bucket bucket = service.bucket(call.bucket());
    String text = new String(call.smallBody(MAX_XML), UTF_8);
    bucket.policy(Policy.parse(text));
    bucket.setting(POLICY, Optional.of(text));
    call.answer(204);
  }

  void deletePolicy(Call call) throws IOException {
    Bucket bucket = service.bucket(call.bucket());
    bucket.policy(Policy.NONE);
    bucket.setting(POLICY, Optional.empty());
    call.answer(204);
  }
}
