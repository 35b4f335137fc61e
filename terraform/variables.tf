variable "environment" {
  description = "Name of this installation, such as prod; part of every resource name."
  type        = string
}

variable "region" {
  description = "AWS Region of the primary, such as eu-central-1."
  type        = string
}

variable "bucket" {
  description = "Name of the primary bucket, without dots."
  type        = string
}

variable "force_destroy" {
  description = "Whether terraform destroy deletes a primary bucket that still contains objects."
  type        = bool
  default     = false
}

variable "notification" {
  description = "How S3 delivers event notifications to the changes queues: native (one standby), sns or eventbridge."
  type        = string
  default     = "native"
}

variable "secret_recovery_days" {
  description = "Recovery window of the deleted secret in days; 0 deletes it immediately."
  type        = number
  default     = 7
}

variable "noncurrent_days" {
  description = "Days that both origins keep noncurrent versions."
  type        = number
  default     = 30
}

variable "replicate_prefixes" {
  description = "Replicate only keys with one of these prefixes, such as [\"site/\", \"media/\"]; empty replicates all keys."
  type        = list(string)
  default     = []
}

variable "replicate_max_age_days" {
  description = "Replicate only objects written within this number of days; 0 replicates all objects."
  type        = number
  default     = 0
}

variable "replication_access" {
  description = "Who can connect to the writers listener: mtls (any address, with a client certificate) or nat_eip (only the functions' fixed address, with the same certificate)."
  type        = string
  default     = "mtls"

  validation {
    condition     = contains(["mtls", "nat_eip"], var.replication_access)
    error_message = "replication_access is \"${var.replication_access}\" but must be mtls or nat_eip."
  }
}

variable "functions_cidr" {
  description = "IPv4 CIDR of the functions' VPC, with replication_access = nat_eip."
  type        = string
  default     = "10.83.0.0/20"
}

variable "functions_zones" {
  description = "Letters of the Availability Zones of the functions' VPC, with replication_access = nat_eip."
  type        = list(string)
  default     = ["a", "b"]
}

variable "cloudfront" {
  description = "Whether the edge reads the primary through CloudFront, so that the bucket allows no anonymous reads."
  type        = bool
  default     = false
}

variable "cors_origins" {
  description = "Origins whose scripts may read objects (CORS), such as https://app.example.org."
  type        = list(string)
  default     = []
}

variable "cloudflare_account_id" {
  description = "Cloudflare account ID."
  type        = string
}

variable "cloudflare_zone_id" {
  description = "Cloudflare zone ID of the public host name."
  type        = string
}

variable "zone_name" {
  description = "Name of the Cloudflare zone, such as example.org."
  type        = string
}

variable "public_host" {
  description = "Public host name for readers, such as assets.example.org."
  type        = string
}

variable "cache" {
  description = "The edge's cache; see modules/cloudflare-lb."
  type = object({
    edge_ttl           = optional(number)
    keep_query_strings = optional(bool, false)
    strong_etags       = optional(bool, false)
  })
  default = {}
}

variable "cache_reserve" {
  description = "Whether objects are eligible for Cloudflare Cache Reserve."
  type        = bool
  default     = false
}

variable "region_order" {
  description = "Order of the origins for each Cloudflare region of readers."
  type        = map(list(string))
  default     = {}
}

variable "origin_order" {
  description = "Order in which readers go to the origins, such as [\"primary\", \"standby\", \"nyc\"]; a standby that is not in it serves nobody. Empty: primary, standby, then the others by name."
  type        = list(string)
  default     = []
}

variable "standbys" {
  description = "The standbys by name. A droplet: its region, size, volume_gib and bucket; the variables standby_* are their defaults. An S3-compatible store that exists already: its endpoint, its bucket, and, if the edge shall serve it, public_host, a host name under which it serves objects without a signature."
  type = map(object({
    region      = optional(string)
    size        = optional(string)
    volume_gib  = optional(number)
    bucket      = optional(string)
    endpoint    = optional(string)
    public_host = optional(string)
  }))
  default = { standby = {} }

  validation {
    condition = length(var.standbys) > 0 && alltrue([for name in keys(var.standbys) :
      can(regex("^[a-z][a-z0-9]{0,11}$", name)) && !contains(["primary", "api", "origin"], name)
    ])
    error_message = "standbys must have at least one standby. A name is 1 to 12 lower-case letters and digits, beginning with a letter, and not primary."
  }

  validation {
    condition = alltrue([for one in values(var.standbys) : one.endpoint == null ? one.public_host == null : (
      can(regex("^https://[a-z0-9.-]+(:[0-9]+)?$", one.endpoint)) && one.region == null && one.size == null && one.volume_gib == null
    )])
    error_message = "a standby with an endpoint must have an HTTPS URL without a path, such as https://ACCOUNT.r2.cloudflarestorage.com, and no region, size or volume_gib. Only such a standby has a public_host."
  }

  validation {
    condition     = var.replication_access != "nat_eip" || alltrue([for one in values(var.standbys) : !can(regex(":[0-9]+$", coalesce(one.endpoint, "none")))])
    error_message = "with replication_access = \"nat_eip\" the functions can connect only to port 443 of an endpoint: give an endpoint without a port."
  }

  validation {
    condition     = alltrue([for one in values(var.standbys) : one.region == null || !contains(local.regions_near_primary, coalesce(one.region, "none"))])
    error_message = "the region of a standby is in or near the city of the primary's region ${var.region}: one event could stop both origins."
  }
}

variable "standby_region" {
  description = "DigitalOcean region of the standby, in a different city from the primary's."
  type        = string
  default     = "ams3"

  validation {
    condition     = !contains(local.regions_near_primary, var.standby_region)
    error_message = "standby_region ${var.standby_region} is in or near the city of the primary's region ${var.region}: one event could stop both origins."
  }
}

variable "standby_size" {
  description = "Droplet size. Its own disk must have 20 GiB for nginx's temporary files."
  type        = string
  default     = "s-2vcpu-4gb"
}

variable "standby_volume_gib" {
  description = "Size of the standby's volume in GiB: the bucket, its noncurrent versions, and one third more."
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
  description = "Container image of MinIO or of a fork, pinned by digest, such as Silo RELEASE.2026-09-03T13-18-01Z."
  type        = string
}

variable "admin_cidrs" {
  description = "CIDRs that may connect to the droplet by SSH."
  type        = list(string)
}

variable "ssh_key_ids" {
  description = "DigitalOcean IDs of the SSH keys that the droplet accepts."
  type        = list(string)
}

variable "origin_csr_pem" {
  description = "Certificate signing request of the standby, instead of the file env/<environment>.csr. Without a request, Terraform creates no edge."
  type        = string
  default     = ""

  validation {
    condition     = var.origin_csr_pem == "" || startswith(var.origin_csr_pem, "-----BEGIN CERTIFICATE REQUEST-----")
    error_message = "origin_csr_pem must be a PEM certificate request, as scripts/publish-credentials --request writes it."
  }
}

variable "alert_email" {
  description = "E-mail address for alerts of DigitalOcean and Cloudflare; null sends none. DigitalOcean refuses every address that does not belong to a verified member of its team."
  type        = string
  default     = null
}

variable "alert_slack" {
  description = "Slack channel and webhook URL for DigitalOcean alerts, instead of an e-mail address or beside one."
  type = object({
    channel = string
    url     = string
  })
  default   = null
  sensitive = true
}

variable "monitor" {
  description = "Health monitor settings; see modules/cloudflare-lb."
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
  description = "Recipients of Cloudflare health notifications; see modules/cloudflare-lb. Without emails, alert_email receives them; an empty list sends no e-mail."
  type = object({
    emails        = optional(list(string))
    pagerduty_ids = optional(list(string), [])
    webhooks      = optional(map(string), {})
  })
  default = {}
}

variable "existing_rulesets" {
  description = "Rulesets that the zone already has, by phase: id and rules, as scripts/preflight prints them. Terraform imports them and keeps their rules."
  type        = any
  default     = {}
}
