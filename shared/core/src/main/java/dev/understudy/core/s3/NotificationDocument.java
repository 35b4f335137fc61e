package dev.understudy.core.s3;

import dev.understudy.core.s3.S3ProbeClient.Notifications;
import dev.understudy.core.s3.S3ProbeClient.Target;
import dev.understudy.core.s3.wire.WireResponse;
import dev.understudy.core.s3.wire.Xml;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the response to GetBucketNotificationConfiguration. */
final class NotificationDocument {
  private final List<Target> targets = new ArrayList<>();
  private boolean eventBridge;

  /** The configuration that is being read. */
  private final List<String> events = new ArrayList<>();

  private final Map<String, String> filter = new HashMap<>();
  private final Map<String, String> texts = new HashMap<>();

  private NotificationDocument() {}

  static Notifications read(WireResponse response) throws IOException {
    NotificationDocument document = new NotificationDocument();
    String root = Xml.read(response.body(), (parent, name, text) -> document.end(name, text));
    if (!root.equals("NotificationConfiguration")) {
      throw new IOException("The response holds no notification configuration, but " + root);
    }
    return new Notifications(List.copyOf(document.targets), document.eventBridge);
  }

  private void end(String name, String text) {
    switch (name) {
      case "Event" -> events.add(text);
      // S3 writes the name of a rule in either case.
      case "FilterRule" -> filter.putIfAbsent(text("Name").toLowerCase(Locale.ROOT), text("Value"));
      case "QueueConfiguration" -> add(text("Queue"));
      case "TopicConfiguration" -> add(text("Topic"));
      case "CloudFunctionConfiguration" -> clear();
      case "EventBridgeConfiguration" -> eventBridge = true;
      default -> texts.put(name, text);
    }
  }

  private void add(String arn) {
    targets.add(new Target(arn, List.copyOf(events), rule("prefix"), rule("suffix")));
    clear();
  }

  private String text(String name) {
    return texts.getOrDefault(name, "");
  }

  private String rule(String name) {
    return filter.getOrDefault(name, "");
  }

  private void clear() {
    events.clear();
    filter.clear();
    texts.clear();
  }
}
