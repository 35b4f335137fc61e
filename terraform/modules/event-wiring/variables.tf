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
