package dev.understudy.lab.alarm;

import java.time.Instant;

/**
 * What somebody is told.
 *
 * @param alarm its logical id in the template
 * @param topic logical id of the topic: who is told
 * @param state ALARM when it goes off, OK when it is over
 */
record Notification(Instant time, String alarm, String topic, AlarmState state) {}
