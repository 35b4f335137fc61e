variable "name" {
  description = "Prefix of every resource name, such as understudy-prod."
  type        = string
}

variable "account_id" {
  description = "Cloudflare account ID. The account owns monitors, pools and notifications."
  type        = string
}

variable "zone_id" {
  description = "Cloudflare zone ID of the public host name. The zone owns the load balancer and the rules."
  type        = string
}

variable "zone_name" {
  description = "Name of the zone, such as example.org. Monitors use the settings of this zone, including its client certificate."
  type        = string
}

variable "public_host" {
  description = "Public host name for readers, such as assets.example.org."
  type        = string
}

variable "primary_address" {
  description = "Host name of the primary origin."
  type        = string
}

variable "standbys" {
  description = "The standby origins by name: host name of the edge listener; for a droplet also its reserved IP address, the host name of its writers listener and its certificate signing request. The private key stays on the droplet."
  type = map(object({
    domain     = string
    ip         = optional(string)
    api_domain = optional(string)
    csr_pem    = optional(string)
  }))

  validation {
    condition     = length(var.standbys) > 0 && !contains(keys(var.standbys), "primary")
    error_message = "standbys must have at least one standby, and none may be called primary."
  }

  validation {
    condition = alltrue([for standby in values(var.standbys) : standby.csr_pem == null ? standby.ip == null : (
      endswith(standby.domain, ".${var.zone_name}") && endswith(coalesce(standby.api_domain, "."), ".${var.zone_name}") && standby.ip != null
    )])
    error_message = "domain and api_domain of a droplet must be host names in the zone ${var.zone_name}, because Cloudflare sends no other Host header, and it must have both ip and csr_pem."
  }
}

variable "order" {
  description = "Order in which readers go to the origins, such as [\"primary\", \"standby\", \"nyc\"]; a standby that is not in it serves nobody. Empty: primary, standby, then the others by name."
  type        = list(string)
  default     = []

  validation {
    condition = length(var.order) == 0 || (
      contains(var.order, "primary") && length(var.order) >= 2 && length(distinct(var.order)) == length(var.order)
      && length(setsubtract(var.order, concat(["primary"], keys(var.standbys)))) == 0
    )
    error_message = "order must have primary and at least one of ${join(", ", keys(var.standbys))}, each once."
  }
}

variable "origin_pull" {
  description = "Client certificate and private key that the zone presents to the standby."
  type = object({
    certificate_pem = string
    private_key_pem = string
  })
  sensitive = true
}

variable "edge_secret" {
  description = "Secret that the edge sends to the origins in User-Agent; the bucket policy of the primary requires it."
  type        = string
  sensitive   = true
}

variable "monitor" {
  description = "Health monitor: interval and timeout in seconds, retries, and consecutive results that change the state. Plans below Enterprise require an interval of 15 s or longer."
  type = object({
    interval         = optional(number, 60)
    timeout          = optional(number, 5)
    retries          = optional(number, 2)
    consecutive_down = optional(number, 2)
    consecutive_up   = optional(number, 3)
    regions          = optional(list(string), ["WEU"])
  })
  default = {}

  validation {
    condition     = var.monitor.interval >= 10 && var.monitor.interval <= 3600 && var.monitor.timeout >= 1 && var.monitor.timeout < var.monitor.interval
    error_message = "monitor.interval must be 10 to 3600 seconds; monitor.timeout must be at least 1 second and less than the interval."
  }

  validation {
    condition     = var.monitor.retries >= 0 && var.monitor.retries <= 5 && var.monitor.consecutive_down >= 1 && var.monitor.consecutive_up >= 1
    error_message = "monitor.retries must be 0 to 5; monitor.consecutive_down and monitor.consecutive_up must be at least 1."
  }

  # An empty list means all data centers, which requires an Enterprise plan.
  validation {
    condition = length(var.monitor.regions) > 0 && alltrue([for region in var.monitor.regions :
    contains(["WNAM", "ENAM", "WEU", "EEU", "NSAM", "SSAM", "OC", "ME", "NAF", "SAF", "SAS", "SEAS", "NEAS"], region)])
    error_message = "monitor.regions must contain at least one of WNAM ENAM WEU EEU NSAM SSAM OC ME NAF SAF SAS SEAS NEAS."
  }
}

variable "region_order" {
  description = "Order of the origins for each Cloudflare region of readers, such as { SEAS = [\"standby\", \"primary\"] }. Other regions have the general order."
  type        = map(list(string))
  default     = {}

  validation {
    condition = alltrue([for region, order in var.region_order :
      contains(["WNAM", "ENAM", "WEU", "EEU", "NSAM", "SSAM", "OC", "ME", "NAF", "SAF", "SAS", "SEAS", "NEAS"], region)
      && toset(order) == toset(length(var.order) > 0 ? var.order : concat(["primary"], keys(var.standbys))) && length(order) == length(distinct(order))
    ])
    error_message = "region_order must map Cloudflare regions such as WEU to lists of all origins that serve readers: primary and the standbys."
  }
}

variable "cache" {
  description = "The edge's cache. edge_ttl: seconds for which every object is cached, whatever its Cache-Control says; null caches only objects with Cache-Control, as it says. keep_query_strings: queries reach the cache key and the origin. strong_etags: keep strong ETags; Cloudflare then compresses nothing."
  type = object({
    edge_ttl           = optional(number)
    keep_query_strings = optional(bool, false)
    strong_etags       = optional(bool, false)
  })
  default = {}

  validation {
    condition     = var.cache.edge_ttl == null || try(var.cache.edge_ttl >= 1, false)
    error_message = "cache.edge_ttl must be null or at least 1 second."
  }
}

variable "cache_reserve" {
  description = "Whether objects are eligible for Cache Reserve (billed by Cloudflare); see docs/decisions/0015-cache-reserve.md. The zone owner must also enable Cache Reserve and Tiered Cache for the zone."
  type        = bool
  default     = false
}

variable "alerts" {
  description = "Recipients of health notifications: e-mail addresses, IDs of PagerDuty services connected to Cloudflare, and webhook URLs by name (such as Slack)."
  type = object({
    emails        = optional(list(string), [])
    pagerduty_ids = optional(list(string), [])
    webhooks      = optional(map(string), {})
  })
  default = {}

  validation {
    condition     = alltrue([for url in values(var.alerts.webhooks) : startswith(url, "https://")])
    error_message = "alerts.webhooks must contain only URLs that begin with https://."
  }
}

variable "cors_origins" {
  description = "Origins whose scripts may read objects (CORS), such as https://app.example.org."
  type        = list(string)
  default     = []

  # The values are inserted into a rule expression.
  validation {
    condition     = alltrue([for origin in var.cors_origins : can(regex("^https?://[a-z0-9.-]+(:[0-9]+)?$", origin))])
    error_message = "cors_origins must be origins such as https://app.example.org, without a path or wildcard."
  }
}

variable "existing_rulesets" {
  description = "Rulesets that the zone already has, by phase: id and rules, as scripts/preflight prints them. Their rules follow those of this module."
  type        = any
  default     = {}

  validation {
    condition     = alltrue([for phase, set in var.existing_rulesets : startswith(phase, "http_") && can(regex("^[0-9a-f]{32}$", set.id)) && can(set.rules[*].expression)])
    error_message = "existing_rulesets must map phases such as http_request_transform to { id, rules }, as scripts/preflight prints them."
  }
}
