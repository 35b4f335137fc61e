output "event_sources" {
  description = "ARNs that the topic and the rule have, or would have, for the queue policies of module event-wiring."
  value = {
    topic = "arn:${data.aws_partition.this.partition}:sns:${var.region}:${var.account_id}:${local.source_name}"
    rule  = "arn:${data.aws_partition.this.partition}:events:${var.region}:${var.account_id}:rule/${local.source_name}"
  }
}
