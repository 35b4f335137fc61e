# Before there could be several standbys, these resources had no standby in their addresses. Without these blocks, Terraform would
# replace the droplet and the queues.
moved {
  from = module.minio_droplet
  to   = module.minio_droplet["standby"]
}

moved {
  from = module.event_wiring
  to   = module.event_wiring["standby"]
}

moved {
  from = module.event_wiring["standby"].aws_s3_bucket_notification.primary
  to   = module.bucket_events.aws_s3_bucket_notification.primary
}

moved {
  from = module.event_wiring["standby"].aws_cloudwatch_event_rule.changes
  to   = module.bucket_events.aws_cloudwatch_event_rule.changes
}

moved {
  from = module.event_wiring["standby"].aws_cloudwatch_event_target.changes[0]
  to   = module.bucket_events.aws_cloudwatch_event_target.changes["standby"]
}
