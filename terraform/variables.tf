variable "environment" {
  description = "Which installation this is, such as prod; part of every name."
  type        = string
}

variable "region" {
  description = "AWS region of the primary, such as eu-central-1."
  type        = string
}

variable "bucket" {
  description = "Name of the primary bucket, without dots."
  type        = string
}

variable "force_destroy" {
  description = "Whether destroy deletes a primary bucket that still holds objects."
  type        = bool
  default     = false
}

variable "notification" {
  description = "How events reach the queue: native or eventbridge."
  type        = string
  default     = "native"
}

variable "secret_recovery_days" {
  description = "Days in which the deleted secret can be had back; 0 for none."
  type        = number
  default     = 7
}

variable "noncurrent_days" {
  description = "Days that both origins keep old versions."
  type        = number
  default     = 30
}

variable "replicate_prefixes" {
  description = "Replicate only keys that begin with one of these, such as [\"site/\", \"media/\"]; empty for all."
  type        = list(string)
  default     = []
}

variable "replicate_max_age_days" {
  description = "Replicate only objects written within so many days; 0 for all."
  type        = number
  default     = 0
}

variable "replication_access" {
  description = "Who reaches the standby's door for writers: mtls (everybody, and a client certificate is asked for) or nat_eip (the functions' one fixed address, and the certificate too)."
  type        = string
  default     = "mtls"

  validation {
    condition     = contains(["mtls", "nat_eip"], var.replication_access)
    error_message = "replication_access is \"${var.replication_access}\" but must be mtls or nat_eip."
  }
}

variable "functions_cidr" {
  description = "Network of the functions' VPC, with nat_eip."
  type        = string
  default     = "10.83.0.0/20"
}

variable "functions_zones" {
  description = "Letters of the availability zones of the functions' VPC, with nat_eip."
  type        = list(string)
  default     = ["a", "b"]
}

variable "cloudfront" {
  description = "Whether the edge reads the primary through CloudFront, so that the bucket has no anonymous reader at all."
  type        = bool
  default     = false
}

variable "cors_origins" {
  description = "Sites whose scripts may read, such as https://app.example.org."
  type        = list(string)
  default     = []
}

variable "cloudflare_account_id" {
  description = "Cloudflare account."
  type        = string
}

variable "cloudflare_zone_id" {
  description = "Zone of the public host name."
  type        = string
}

variable "zone_name" {
  description = "Name of that zone, such as example.org."
  type        = string
}

variable "public_host" {
  description = "Host name that readers use, such as assets.example.org."
  type        = string
}

variable "cache_reserve" {
  description = "Whether objects may be kept in Cloudflare's Cache Reserve."
  type        = bool
  default     = false
}

variable "region_order" {
  description = "Per region of readers the origins in order."
  type        = map(list(string))
  default     = {}
}

variable "standby_region" {
  description = "DigitalOcean region; choose another city than the primary's."
  type        = string
  default     = "fra1"
}

variable "standby_size" {
  description = "Droplet size."
  type        = string
  default     = "s-2vcpu-4gb"
}

variable "standby_volume_gib" {
  description = "Size of the standby's volume in GiB: the bucket, old versions, and a third more."
  type        = number
  default     = 100
}

variable "standby_image" {
  description = "DigitalOcean image of the droplet."
  type        = string
  default     = "ubuntu-24-04-x64"
}

variable "standby_bucket" {
  description = "Name of the standby's bucket."
  type        = string
  default     = "assets"
}

variable "minio_image" {
  description = "Container image of MinIO or a fork of it, by digest."
  type        = string
}

variable "admin_cidrs" {
  description = "Networks that may use SSH on the droplet."
  type        = list(string)
}

variable "ssh_key_ids" {
  description = "DigitalOcean ids of the SSH keys that the droplet takes."
  type        = list(string)
}

variable "origin_csr_pem" {
  description = "Certificate request of the standby; empty in the first apply, when there is none yet. The edge is built in the second."
  type        = string
  default     = ""
}

variable "alert_email" {
  description = "Who DigitalOcean writes to."
  type        = string
}

variable "monitor" {
  description = "When an origin counts as down; modules/cloudflare-lb says how."
  type = object({
    interval         = optional(number, 60)
    timeout          = optional(number, 5)
    retries          = optional(number, 2)
    consecutive_down = optional(number, 2)
    consecutive_up   = optional(number, 3)
    regions          = optional(list(string), ["WEU"])
  })
  default = {}
}

variable "alerts" {
  description = "Who Cloudflare tells of a change of health."
  type = object({
    emails        = optional(list(string), [])
    pagerduty_ids = optional(list(string), [])
    webhooks      = optional(map(string), {})
  })
  default = {}
}
