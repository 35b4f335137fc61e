package dev.understudy.lab.alarm;

/** CloudWatch's three states of an alarm. */
enum AlarmState {
  OK,
  ALARM,
  INSUFFICIENT_DATA
}
