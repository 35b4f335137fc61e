package dev.understudy.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.Subscription;

/** Who is notified by the alarms. */
@Command(
    name = "subscriptions",
    description = {
      "Lists who receives pages and tickets.",
      "An https endpoint contains a key, so only its host is shown."
    },
    footer = {
      "",
      "Exit codes: 1 if a subscription is not confirmed, or a topic has no subscription.",
      "",
      "Examples:",
      "  understudy ask subscriptions --stack understudy-prod"
    })
final class AskSubscriptionsCommand implements Callable<Integer> {
  /** The host, without a user before it. */
  private static final Pattern URL = Pattern.compile("https?://(?:[^/?#]*@)?([^/?#]*).*");

  /** What SNS has instead of an ARN. */
  private static final String PENDING = "PendingConfirmation";

  private static final String CONFIRMED = "confirmed";

  @Mixin private CommonOptions options = new CommonOptions();

  @Override
  public Integer call() {
    Installation installation = options.installation();
    StackValues values = StackValues.read(installation);
    List<Map<String, Object>> rows = new ArrayList<>();
    try (SnsClient sns = Clients.sns(installation)) {
      for (String topic : List.of("PageTopic", "TicketTopic")) {
        addTopic(sns, topic, values.get(topic), rows);
      }
    }
    options.output().print(Map.of("subscriptions", rows));
    boolean incomplete = rows.stream().anyMatch(row -> !CONFIRMED.equals(row.get("state")));
    if (incomplete) {
      options
          .output()
          .note("confirm each subscription in the message that AWS sent, or subscribe somebody");
    }
    return ExitCode.finding(incomplete);
  }

  private static void addTopic(
      SnsClient sns, String topic, String arn, List<Map<String, Object>> rows) {
    int before = rows.size();
    for (Subscription one :
        sns.listSubscriptionsByTopicPaginator(r -> r.topicArn(arn)).subscriptions()) {
      boolean pending = PENDING.equals(one.subscriptionArn());
      rows.add(row(topic, one.protocol(), shown(one), pending ? "NOT CONFIRMED" : CONFIRMED));
    }
    if (rows.size() == before) {
      rows.add(row(topic, "", "", "NOBODY is subscribed"));
    }
  }

  private static String shown(Subscription subscription) {
    return URL.matcher(subscription.endpoint()).replaceFirst("$1");
  }

  private static Map<String, Object> row(
      String topic, String protocol, String endpoint, String state) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("topic", topic);
    row.put("protocol", protocol);
    row.put("endpoint", endpoint);
    row.put("state", state);
    return row;
  }
}
