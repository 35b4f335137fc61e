variable "name" {
  description = "Prefix of every name, such as understudy-prod."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{0,38}[a-z0-9]$", var.name))
    error_message = "name must be 2 to 40 lower-case letters, digits and hyphens: volumes and host names are called after it."
  }
}

variable "environment" {
  description = "Which installation this is, such as prod."
  type        = string
}

variable "region" {
  description = "DigitalOcean region, such as fra1; choose another city than the primary's."
  type        = string
}

variable "size" {
  description = "Droplet size."
  type        = string
  default     = "s-2vcpu-4gb"
}

variable "volume_size_gib" {
  description = "Size of the volume in GiB: the bucket, its old versions, and a third more. It can grow later, never shrink."
  type        = number
  default     = 100

  validation {
    condition     = var.volume_size_gib >= 10 && var.volume_size_gib <= 16384 && floor(var.volume_size_gib) == var.volume_size_gib
    error_message = "volume_size_gib must be a whole number from 10 to 16384."
  }
}

variable "image" {
  description = "DigitalOcean image of the droplet; the bootstrap is written for Ubuntu 24.04."
  type        = string
  default     = "ubuntu-24-04-x64"
}

variable "minio_image" {
  description = "Container image of MinIO or of a fork that is maintained, by digest. It must hold `mc` beside the server."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-zA-Z0-9._/:-]*@sha256:[0-9a-f]{64}$", var.minio_image))
    error_message = "minio_image must name a digest, as in docker.io/pgsty/silo@sha256:...: a tag can be moved."
  }
}

variable "bucket" {
  description = "Name of the standby's bucket, without dots."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.bucket))
    error_message = "bucket must be 3 to 63 lower-case letters, digits and hyphens."
  }
}

variable "domain" {
  description = "Host name under which the edge fetches from the standby, port 443."
  type        = string
}

variable "api_domain" {
  description = "Host name under which the functions write, port 8443; not proxied by the edge."
  type        = string
}

variable "cloudflare_ipv4_cidrs" {
  description = "IPv4 networks of the edge: who may connect to port 443."
  type        = list(string)
}

variable "cloudflare_ipv6_cidrs" {
  description = "IPv6 networks of the edge."
  type        = list(string)
  default     = []
}

variable "admin_cidrs" {
  description = "Networks that may use SSH."
  type        = list(string)

  validation {
    condition     = alltrue([for cidr in var.admin_cidrs : can(cidrhost(cidr, 0)) && !endswith(cidr, "/0")])
    error_message = "admin_cidrs must be networks such as 192.0.2.0/24, and never the whole internet."
  }
}

variable "ssh_key_ids" {
  description = "DigitalOcean ids of the SSH keys that the droplet takes."
  type        = list(string)

  validation {
    condition     = length(var.ssh_key_ids) > 0
    error_message = "ssh_key_ids must name at least one key: without one DigitalOcean mails a root password."
  }
}

variable "replication_cidrs" {
  description = "Networks that may connect to port 8443, which asks for a client certificate in any case. Functions without a fixed address need all."
  type        = list(string)
  default     = ["0.0.0.0/0", "::/0"]

  validation {
    condition     = length(var.replication_cidrs) > 0 && alltrue([for cidr in var.replication_cidrs : can(cidrhost(cidr, 0))])
    error_message = "replication_cidrs must be networks such as 198.51.100.7/32, at least one: without any nothing is replicated."
  }
}

variable "cors_origins" {
  description = "Sites whose scripts may ask before they read, such as https://app.example.org, as the primary lets them."
  type        = list(string)
  default     = []

  # They are written into nginx's configuration.
  validation {
    condition     = alltrue([for origin in var.cors_origins : can(regex("^https?://[a-z0-9.-]+(:[0-9]+)?$", origin))])
    error_message = "cors_origins must be origins such as https://app.example.org: no path, no star."
  }
}

variable "origin_certificate_pem" {
  description = "Certificate for `domain`, issued for the request that the droplet made; empty until there is one. Installed later with scripts/publish-credentials."
  type        = string
  default     = ""
}

variable "origin_pull_ca_pem" {
  description = "Certificate of the authority that issued the edge's client certificate."
  type        = string
}

variable "noncurrent_days" {
  description = "Days that old versions of replicas are kept."
  type        = number
  default     = 30

  validation {
    condition     = var.noncurrent_days >= 1
    error_message = "noncurrent_days must be at least 1."
  }
}

variable "alert_email" {
  description = "Who DigitalOcean writes to when the droplet does not answer."
  type        = string
}
