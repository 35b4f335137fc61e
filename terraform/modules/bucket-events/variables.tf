variable "name" {
  description = "Prefix of every resource name, such as understudy-prod."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,40}$", var.name))
    error_message = "name is \"${var.name}\" but must be 2 to 41 lower-case letters, digits and hyphens, beginning with a letter."
  }
}

variable "region" {
  description = "Region of the bucket, such as eu-central-1; the topic and the rule are there too."
  type        = string
}

variable "bucket" {
  description = "Name and ARN of the primary bucket."
  type = object({
    id  = string
    arn = string
  })
}

variable "account_id" {
  description = "ID of the account that owns the primary bucket. The topic accepts events only from this account."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id is \"${var.account_id}\" but must be 12 digits."
  }
}

variable "queues" {
  description = "ARNs of the changes queue and the dead-letter queue of each standby, by its name."
  type = map(object({
    changes_arn     = string
    dead_letter_arn = string
  }))

  validation {
    condition     = length(var.queues) > 0
    error_message = "queues must have the queues of at least one standby."
  }
}

variable "notification" {
  description = "How S3 delivers event notifications to the changes queues: native (directly, to one standby), sns (through a topic) or eventbridge (if other consumers need the events too)."
  type        = string
  default     = "native"

  validation {
    condition     = contains(["native", "sns", "eventbridge"], var.notification)
    error_message = "notification is \"${var.notification}\" but must be native, sns or eventbridge."
  }
}

variable "replicate_prefixes" {
  description = "Deliver only events of keys with one of these prefixes; empty delivers all. Module event-wiring validates them."
  type        = list(string)
  default     = []
}
