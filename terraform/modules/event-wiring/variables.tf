variable "name" {
  description = "Prefix of every resource name, such as understudy-prod."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,40}$", var.name))
    error_message = "name is \"${var.name}\" but must be 2 to 41 lower-case letters, digits and hyphens, beginning with a letter."
  }
}

variable "environment" {
  description = "Name of this installation; part of the Parameter Store path /understudy/<environment>/."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,19}$", var.environment))
    error_message = "environment is \"${var.environment}\" but must be 2 to 20 lower-case letters, digits and hyphens, beginning with a letter."
  }
}

variable "bucket" {
  description = "Name and ARN of the primary bucket."
  type = object({
    id  = string
    arn = string
  })
}

variable "account_id" {
  description = "ID of the account that owns the primary bucket. The queue accepts events only from this account."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id is \"${var.account_id}\" but must be 12 digits."
  }
}

variable "standby" {
  description = "Name of the standby. standby is the first of an installation, whose names have no suffix; others are part of every name."
  type        = string
  default     = "standby"
}

variable "event_sources" {
  description = "ARNs of the topic and the rule of module bucket-events, whether they exist or not. The changes queue accepts events from them, and from S3."
  type = object({
    topic = string
    rule  = string
  })
}

variable "standby_bucket" {
  description = "Name of the standby's bucket, for the functions."
  type        = string
}

variable "health_urls" {
  description = "URLs that the health probe checks; none for a part that does not exist yet."
  type = object({
    primary = optional(string, "none")
    standby = optional(string, "none")
    public  = optional(string, "none")
    metrics = optional(string, "none")
  })
  default = {}
}

variable "secret_recovery_days" {
  description = "Recovery window of the deleted secret in days: 7 to 30, or 0 to delete it immediately."
  type        = number
  default     = 7

  validation {
    condition     = var.secret_recovery_days == 0 || (var.secret_recovery_days >= 7 && var.secret_recovery_days <= 30)
    error_message = "secret_recovery_days is ${var.secret_recovery_days} but must be 0, or 7 to 30."
  }
}

variable "replicate_prefixes" {
  description = "Replicate only keys with one of these prefixes, such as [\"site/\", \"media/\"]; empty replicates all keys. Removing a prefix leaves its replicas on the standby unchanged."
  type        = list(string)
  default     = []

  # S3 requires special characters in a filter to be encoded; EventBridge requires them unencoded.
  validation {
    condition     = alltrue([for prefix in var.replicate_prefixes : can(regex("^[A-Za-z0-9._!-][A-Za-z0-9._!/-]{0,199}$", prefix))])
    error_message = "each of replicate_prefixes must be 1 to 200 letters, digits or . _ ! - / and must not begin with a slash."
  }

  # S3 rejects a notification whose filters overlap. Keys under .origin/ and .understudy/ are never replicated.
  validation {
    condition = length(var.replicate_prefixes) <= 99 && alltrue([for i, one in concat(var.replicate_prefixes, [".heartbeat/", ".origin/", ".understudy/"]) :
      alltrue([for j, other in concat(var.replicate_prefixes, [".heartbeat/", ".origin/", ".understudy/"]) : i == j || !startswith(other, one)])
    ])
    error_message = "replicate_prefixes must have at most 99 elements that do not overlap with each other, .heartbeat/ (always included), .origin/ or .understudy/."
  }

  # The functions get them in one environment variable. Lambda allows 4,096 bytes for all variables; the others need up to 1,350.
  validation {
    condition     = length(join(",", var.replicate_prefixes)) <= 2700
    error_message = "replicate_prefixes has ${length(join(",", var.replicate_prefixes))} characters with its commas but must have at most 2700, because Lambda allows 4096 bytes for all environment variables."
  }
}

variable "replicate_max_age_days" {
  description = "Replicate only objects written within this number of days; 0 replicates all objects."
  type        = number
  default     = 0

  validation {
    condition     = var.replicate_max_age_days >= 0 && floor(var.replicate_max_age_days) == var.replicate_max_age_days
    error_message = "replicate_max_age_days is ${var.replicate_max_age_days} but must be a whole number of at least 0."
  }
}

variable "network" {
  description = "Subnets and security group of the functions, from module lambda-egress; null runs them outside a VPC."
  type = object({
    subnet_ids        = list(string)
    security_group_id = string
  })
  default = null
}
