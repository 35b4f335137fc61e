variable "name" {
  description = "Prefix of every name, such as understudy-prod."
  type        = string
}

variable "account_id" {
  description = "Cloudflare account; it owns monitors, pools and notifications."
  type        = string
}

variable "zone_id" {
  description = "Zone of the public host name; it owns the load balancer and the rules."
  type        = string
}

variable "zone_name" {
  description = "Name of that zone, such as example.org. Monitors take its settings, or they would lack our client certificate."
  type        = string
}

variable "public_host" {
  description = "Host name that readers use, such as assets.example.org."
  type        = string
}

variable "primary_address" {
  description = "Host name of the primary origin."
  type        = string
}

variable "standby" {
  description = "The standby origin: its reserved IP, its host name, and the host name of its API."
  type = object({
    ip         = string
    domain     = string
    api_domain = string
  })

  validation {
    condition     = endswith(var.standby.domain, ".${var.zone_name}") && endswith(var.standby.api_domain, ".${var.zone_name}")
    error_message = "standby.domain and standby.api_domain must be host names of the zone ${var.zone_name}: Cloudflare sends no other Host header."
  }
}

variable "origin_csr_pem" {
  description = "Certificate request that the standby made; its private key stays there."
  type        = string
}

variable "origin_pull" {
  description = "Client certificate with which our zone proves itself to the standby, and its key."
  type = object({
    certificate_pem = string
    private_key_pem = string
  })
  sensitive = true
}

variable "edge_secret" {
  description = "Sent to the origins as User-Agent; the primary's policy asks for it."
  type        = string
  sensitive   = true
}

variable "monitor" {
  description = "When an origin counts as down: interval and timeout in seconds, results in a row. Plans below Enterprise allow 15 s and more."
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
    error_message = "monitor.interval must be 10 to 3600 and monitor.timeout 1 to less than it, in seconds."
  }

  validation {
    condition     = var.monitor.retries >= 0 && var.monitor.retries <= 5 && var.monitor.consecutive_down >= 1 && var.monitor.consecutive_up >= 1
    error_message = "monitor.retries must be 0 to 5, monitor.consecutive_down and consecutive_up 1 or more."
  }

  # Without any, every data centre looks, which only Enterprise plans may.
  validation {
    condition = length(var.monitor.regions) > 0 && alltrue([for region in var.monitor.regions :
    contains(["WNAM", "ENAM", "WEU", "EEU", "NSAM", "SSAM", "OC", "ME", "NAF", "SAF", "SAS", "SEAS", "NEAS"], region)])
    error_message = "monitor.regions must name one or more of WNAM ENAM WEU EEU NSAM SSAM OC ME NAF SAF SAS SEAS NEAS."
  }
}

variable "region_order" {
  description = "Per region of readers the origins in order, such as { SEAS = [\"standby\", \"primary\"] }. Others: primary, then standby."
  type        = map(list(string))
  default     = {}

  validation {
    condition = alltrue([for region, order in var.region_order :
      contains(["WNAM", "ENAM", "WEU", "EEU", "NSAM", "SSAM", "OC", "ME", "NAF", "SAF", "SAS", "SEAS", "NEAS"], region)
      && toset(order) == toset(["primary", "standby"]) && length(order) == 2
    ])
    error_message = "region_order must list both primary and standby, under regions of Cloudflare's such as WEU."
  }
}

variable "cache_reserve" {
  description = "Whether objects may be kept in Cache Reserve (R2), at Cloudflare's price; docs/decisions/0015 says when. Switch it on for the zone too, with Tiered Cache: that is the zone's owner's to decide."
  type        = bool
  default     = false
}

variable "alerts" {
  description = "Who hears of a change of health: e-mail addresses, ids of PagerDuty services connected at Cloudflare, webhooks by name (such as Slack's)."
  type = object({
    emails        = optional(list(string), [])
    pagerduty_ids = optional(list(string), [])
    webhooks      = optional(map(string), {})
  })
  default = {}

  validation {
    condition     = alltrue([for url in values(var.alerts.webhooks) : startswith(url, "https://")])
    error_message = "alerts.webhooks must be URLs that begin with https://."
  }
}

variable "cors_origins" {
  description = "Sites whose scripts may read, such as https://app.example.org."
  type        = list(string)
  default     = []

  # They are written into a rule's expression.
  validation {
    condition     = alltrue([for origin in var.cors_origins : can(regex("^https?://[a-z0-9.-]+(:[0-9]+)?$", origin))])
    error_message = "cors_origins must be origins such as https://app.example.org: no path, no star."
  }
}
