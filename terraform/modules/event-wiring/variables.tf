variable "name" {
  description = "Prefix of every name, such as understudy-prod."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,40}$", var.name))
    error_message = "name is \"${var.name}\" but must be 2 to 41 lower-case letters, digits and hyphens, beginning with a letter."
  }
}

variable "environment" {
  description = "Which installation this is; part of the parameters' path /understudy/<environment>/."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,19}$", var.environment))
    error_message = "environment is \"${var.environment}\" but must be 2 to 20 lower-case letters, digits and hyphens, beginning with a letter."
  }
}

variable "bucket" {
  description = "The primary bucket whose events are sent."
  type = object({
    id  = string
    arn = string
  })
}

variable "account_id" {
  description = "Account that owns the primary bucket. The queue takes events of no other."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id is \"${var.account_id}\" but must be 12 digits."
  }
}

variable "notification" {
  description = "How events reach the queue: native (S3 sends them itself), or eventbridge (where something else needs them too)."
  type        = string
  default     = "native"

  validation {
    condition     = contains(["native", "eventbridge"], var.notification)
    error_message = "notification is \"${var.notification}\" but must be native or eventbridge."
  }
}

variable "standby_bucket" {
  description = "Name of the standby's bucket, for the functions."
  type        = string
}

variable "health_urls" {
  description = "What the health probe looks at; none where a part is not there yet."
  type = object({
    primary = optional(string, "none")
    standby = optional(string, "none")
    public  = optional(string, "none")
    metrics = optional(string, "none")
  })
  default = {}
}

variable "secret_recovery_days" {
  description = "Days in which a deleted secret can be had back: 7 to 30, or 0 to delete it at once."
  type        = number
  default     = 7

  validation {
    condition     = var.secret_recovery_days == 0 || (var.secret_recovery_days >= 7 && var.secret_recovery_days <= 30)
    error_message = "secret_recovery_days is ${var.secret_recovery_days} but must be 0, or 7 to 30."
  }
}

variable "replicate_prefixes" {
  description = "Replicate only keys that begin with one of these, such as [\"site/\", \"media/\"]; empty for all. What leaves the list stays on the standby as it was."
  type        = list(string)
  default     = []

  # S3 takes a filter's special characters only in a coding of its own, and EventBridge without it.
  validation {
    condition     = alltrue([for prefix in var.replicate_prefixes : can(regex("^[A-Za-z0-9._!-][A-Za-z0-9._!/-]{0,199}$", prefix))])
    error_message = "replicate_prefixes must be 1 to 200 letters, digits and . _ ! - / each, and not begin with a slash."
  }

  # S3 refuses a notification whose filters overlap, and .origin/ and .understudy/ are never replicated.
  validation {
    condition = length(var.replicate_prefixes) <= 99 && alltrue([for i, one in concat(var.replicate_prefixes, [".heartbeat/", ".origin/", ".understudy/"]) :
      alltrue([for j, other in concat(var.replicate_prefixes, [".heartbeat/", ".origin/", ".understudy/"]) : i == j || !startswith(other, one)])
    ])
    error_message = "replicate_prefixes must be at most 99, none the beginning of another, of .heartbeat/ (sent in any case), .origin/ or .understudy/."
  }
}

variable "replicate_max_age_days" {
  description = "Replicate only objects written within so many days; 0 for all."
  type        = number
  default     = 0

  validation {
    condition     = var.replicate_max_age_days >= 0 && floor(var.replicate_max_age_days) == var.replicate_max_age_days
    error_message = "replicate_max_age_days is ${var.replicate_max_age_days} but must be a whole number from 0 on."
  }
}

variable "network" {
  description = "Subnets and security group that the functions run in, as lambda-egress makes them; null for Lambda's own network."
  type = object({
    subnet_ids        = list(string)
    security_group_id = string
  })
  default = null
}
