package dev.understudy.lab.alarm;

import java.time.Instant;

/**
 * A message of an alarm to a topic.
 *
 * @param alarm its logical id in the template
 * @param topic logical ID of the topic
 * @param state ALARM when it goes off, OK when it is over
 */
record Notification(Instant time, String alarm, String topic, AlarmState state) {}
