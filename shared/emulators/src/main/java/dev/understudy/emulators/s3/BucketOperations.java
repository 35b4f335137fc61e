package dev.understudy.emulators.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.w3c.dom.Element;

/** Buckets and their settings. */
final class BucketOperations {
  private static final String CONFIGURATION = "Configuration";
  private static final String QUEUE = "Queue";
  private static final String TOPIC = "Topic";

  private static final long MAX_XML = 1 << 20;
  private static final String POLICY = "policy";

  private final Service service;

  BucketOperations(Service service) {
    this.service = service;
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

  void notification(Call call) throws IOException {
    List<BucketEvents.Rule> rules = service.bucket(call.bucket()).events().rules();
    call.answer(
        200,
        Xml.document(
            "NotificationConfiguration",
            x -> rules.forEach(rule -> x.in(kind(rule) + CONFIGURATION, q -> write(q, rule)))));
  }

  private static String kind(BucketEvents.Rule rule) {
    return rule.isTopic() ? TOPIC : QUEUE;
  }

  private static void write(Xml x, BucketEvents.Rule rule) {
    x.element("Id", rule.id()).element(kind(rule), rule.destinationArn());
    rule.events().forEach(event -> x.element("Event", event));
    x.in(
        "Filter",
        f ->
            f.in(
                "S3Key",
                k -> {
                  filterRule(k, "prefix", rule.prefix());
                  filterRule(k, "suffix", rule.suffix());
                }));
  }

  private static void filterRule(Xml x, String name, String value) {
    if (!value.isEmpty()) {
      x.in("FilterRule", r -> r.element("Name", name).element("Value", value));
    }
  }

  void putNotification(Call call) throws IOException {
    Element request = Xml.parse(call.smallBody(MAX_XML), "NotificationConfiguration");
    if (!Xml.children(request, "CloudFunctionConfiguration").isEmpty()) {
      throw S3Error.notImplemented("CloudFunctionConfiguration");
    }
    List<BucketEvents.Rule> rules = new ArrayList<>();
    for (String kind : List.of(TOPIC, QUEUE)) {
      for (Element one : Xml.children(request, kind + CONFIGURATION)) {
        add(rule(one, kind, rules.size()), kind, rules);
      }
    }
    service.bucket(call.bucket()).events().rules(rules);
    call.answer(200);
  }

  private static void add(BucketEvents.Rule rule, String kind, List<BucketEvents.Rule> rules) {
    if (!kind(rule).equals(kind)) {
      throw S3Error.invalidArgument("The ARN is not well formed");
    }
    if (rules.stream().anyMatch(rule::overlaps)) {
      throw S3Error.invalidArgument(
          "Configurations overlap. Configurations on the same bucket cannot share a common event"
              + " type.");
    }
    rules.add(rule);
  }

  private static BucketEvents.Rule rule(Element element, String kind, int index) {
    List<String> events =
        Xml.children(element, "Event").stream().map(Element::getTextContent).toList();
    if (events.isEmpty() || !events.stream().allMatch(e -> e.startsWith("s3:"))) {
      throw S3Error.invalidArgument("A specified event is not supported for notifications.");
    }
    String prefix = "";
    String suffix = "";
    for (Element filter : Xml.children(element, "Filter")) {
      for (Element key : Xml.children(filter, "S3Key")) {
        for (Element rule : Xml.children(key, "FilterRule")) {
          String value = Xml.required(rule, "Value");
          switch (Xml.required(rule, "Name").toLowerCase(java.util.Locale.ROOT)) {
            case "prefix" -> prefix = value;
            case "suffix" -> suffix = value;
            default ->
                throw S3Error.invalidArgument("filter rule name must be either prefix or suffix");
          }
        }
      }
    }
    return new BucketEvents.Rule(
        Xml.text(element, "Id").orElse("rule-" + index),
        Xml.required(element, kind),
        events,
        prefix,
        suffix);
  }
}
