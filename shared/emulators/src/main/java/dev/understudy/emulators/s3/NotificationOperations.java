package dev.understudy.emulators.s3;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.w3c.dom.Element;

/** The event notification of a bucket: to queues or topics. */
final class NotificationOperations {
  private static final String CONFIGURATION = "Configuration";
  private static final String QUEUE = "Queue";
  private static final String TOPIC = "Topic";
  private static final long MAX_XML = 1 << 20;

  private final Service service;

  NotificationOperations(Service service) {
    this.service = service;
  }

  void get(Call call) throws IOException {
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

  void put(Call call) throws IOException {
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
