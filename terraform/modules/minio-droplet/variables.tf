variable "name" {
  description = "Prefix of every resource name, such as understudy-prod."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{0,38}[a-z0-9]$", var.name))
    error_message = "name must be 2 to 40 lower-case letters, digits and hyphens; volume and host names contain it."
  }
}

variable "environment" {
  description = "Name of this installation, such as prod."
  type        = string
}

variable "region" {
  description = "DigitalOcean region, such as fra1; choose a different city from the primary's."
  type        = string
}

variable "size" {
  description = "Droplet size. Its own disk must have 20 GiB for nginx's temporary files."
  type        = string
  default     = "s-2vcpu-4gb"
}

variable "volume_size_gib" {
  description = "Size of the volume in GiB: the bucket, its noncurrent versions, and one third more. It can grow but not shrink."
  type        = number
  default     = 100

  validation {
    condition     = var.volume_size_gib >= 10 && var.volume_size_gib <= 16384 && floor(var.volume_size_gib) == var.volume_size_gib
    error_message = "volume_size_gib must be a whole number from 10 to 16384."
  }
}

variable "image" {
  description = "DigitalOcean image of the droplet. The bootstrap supports Ubuntu 24.04."
  type        = string
  default     = "ubuntu-24-04-x64"
}

variable "minio_image" {
  description = "Container image of MinIO or of a maintained fork, pinned by digest, such as Silo RELEASE.2026-09-03T13-18-01Z. It must contain both the server and `mc`."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-zA-Z0-9._/:-]*@sha256:[0-9a-f]{64}$", var.minio_image))
    error_message = "minio_image must be pinned by digest, such as docker.io/pgsty/silo:RELEASE.2026-09-03T13-18-01Z@sha256:...; a tag can change."
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
  description = "Host name of the edge listener (port 443)."
  type        = string
}

variable "api_domain" {
  description = "Host name of the writers listener (port 8443); not proxied by the edge."
  type        = string
}

variable "cloudflare_ipv4_cidrs" {
  description = "IPv4 CIDRs of the edge, which may connect to port 443."
  type        = list(string)
}

variable "cloudflare_ipv6_cidrs" {
  description = "IPv6 CIDRs of the edge, which may connect to port 443."
  type        = list(string)
  default     = []
}

variable "admin_cidrs" {
  description = "CIDRs that may connect by SSH."
  type        = list(string)

  validation {
    condition     = alltrue([for cidr in var.admin_cidrs : can(cidrhost(cidr, 0)) && !endswith(cidr, "/0")])
    error_message = "admin_cidrs must be CIDRs such as 192.0.2.0/24, and must not include the whole internet."
  }
}

variable "ssh_key_ids" {
  description = "DigitalOcean IDs of the SSH keys that the droplet accepts."
  type        = list(string)

  validation {
    condition     = length(var.ssh_key_ids) > 0
    error_message = "ssh_key_ids must contain at least one key; without a key, DigitalOcean sends a root password by e-mail."
  }
}

variable "replication_cidrs" {
  description = "CIDRs that may connect to port 8443, which always requires a client certificate. Functions without a fixed address need all networks."
  type        = list(string)
  default     = ["0.0.0.0/0", "::/0"]

  validation {
    condition     = length(var.replication_cidrs) > 0 && alltrue([for cidr in var.replication_cidrs : can(cidrhost(cidr, 0))])
    error_message = "replication_cidrs must contain at least one CIDR such as 198.51.100.7/32; without one, the functions cannot replicate."
  }
}

variable "cors_origins" {
  description = "Origins whose CORS preflight requests are answered, such as https://app.example.org. Use the same list as for the primary."
  type        = list(string)
  default     = []

  # The values are inserted into the nginx configuration.
  validation {
    condition     = alltrue([for origin in var.cors_origins : can(regex("^https?://[a-z0-9.-]+(:[0-9]+)?$", origin))])
    error_message = "cors_origins must be origins such as https://app.example.org, without a path or wildcard."
  }
}

variable "origin_certificate_pem" {
  description = "Certificate for `domain`, issued for the signing request of the droplet; empty until it exists. To install it later, use scripts/publish-credentials."
  type        = string
  default     = ""
}

variable "origin_pull_ca_pem" {
  description = "Certificate of the authority that issues the client certificate of the edge."
  type        = string
}

variable "noncurrent_days" {
  description = "Days that noncurrent versions of replicas are kept."
  type        = number
  default     = 30

  validation {
    condition     = var.noncurrent_days >= 1
    error_message = "noncurrent_days must be at least 1."
  }
}

variable "alert_email" {
  description = "E-mail address for alerts; null sends none. DigitalOcean refuses every address that does not belong to a verified member of its team."
  type        = string
  default     = null
}

variable "alert_slack" {
  description = "Slack channel and webhook URL for alerts; null sends none."
  type = object({
    channel = string
    url     = string
  })
  default   = null
  sensitive = true
}
