locals {
  health_path = "/.origin/health"
  ours        = "http.host eq \"${var.public_host}\""
  pools       = { for origin, pool in cloudflare_load_balancer_pool.this : origin => pool.id }

  # By default, readers go to the standbys in the order of their names, but first to the one called standby: a further standby does not
  # change where readers go.
  names   = sort(keys(var.standbys))
  ordered = length(var.order) > 0 ? var.order : concat(["primary"], [for n in local.names : n if n == "standby"], [for n in local.names : n if n != "standby"])

  in_words = join(", then ", local.ordered)

  # Pools that readers never reach, such as that of a standby that does not have all objects yet.
  waiting = [for name in local.names : name if !contains(local.ordered, name)]

  # One origin per pool, with every attribute set: the provider plans a change on every run if the API returns defaults for omitted ones.
  origins = merge(
    { primary = { address = var.primary_address, host = var.primary_address, body = "ok-primary" } },
    { for name, standby in var.standbys : name => {
      address = coalesce(standby.ip, standby.domain)
      host    = standby.domain
      body    = "ok-standby"
    } },
  )

  # A droplet needs names in the zone and a certificate. A store that exists already has its own. The address of a new droplet is
  # not known in a plan, but its certificate request is.
  droplets = { for name, standby in var.standbys : name => standby if standby.csr_pem != null }
  records = merge([for name, standby in local.droplets : {
    "${name}-origin" = { standby = name, kind = "origin", host = standby.domain, ip = standby.ip }
    "${name}-api"    = { standby = name, kind = "api", host = standby.api_domain, ip = standby.ip }
  }]...)

  alerted = length(var.alerts.emails) + length(var.alerts.pagerduty_ids) + length(var.alerts.webhooks) > 0
}

resource "cloudflare_load_balancer_monitor" "this" {
  for_each = local.origins

  account_id       = var.account_id
  description      = "${var.name}-${each.key}"
  type             = "https"
  method           = "GET"
  path             = local.health_path
  port             = 443
  header           = { Host = [each.value.host] }
  expected_codes   = "200"
  expected_body    = each.value.body
  follow_redirects = false
  allow_insecure   = false
  # With a zone, the monitor uses the zone's settings and presents the same client certificate as reader traffic.
  probe_zone       = var.zone_name
  interval         = var.monitor.interval
  timeout          = var.monitor.timeout
  retries          = var.monitor.retries
  consecutive_down = var.monitor.consecutive_down
  consecutive_up   = var.monitor.consecutive_up
}

resource "cloudflare_load_balancer_pool" "this" {
  for_each = local.origins

  account_id      = var.account_id
  name            = "${var.name}-${each.key}"
  description     = "The ${each.key} origin."
  enabled         = true
  minimum_origins = 1
  monitor         = cloudflare_load_balancer_monitor.this[each.key].id
  check_regions   = var.monitor.regions

  origins = [{
    name    = each.key
    address = each.value.address
    port    = 443
    weight  = 1
    enabled = true
    header  = { host = [each.value.host] }
  }]

  lifecycle {
    # Without the load balancer and its pools, readers get errors. A plan that lacks a setting must not remove them.
    prevent_destroy = true
    # The API sets this attribute. The notification policies below send the alerts.
    ignore_changes = [notification_filter]
  }
}

resource "cloudflare_load_balancer" "public" {
  zone_id          = var.zone_id
  name             = var.public_host
  description      = "${upper(substr(local.in_words, 0, 1))}${substr(local.in_words, 1, -1)}."
  enabled          = true
  proxied          = true
  session_affinity = "none"
  default_pools    = [for origin in local.ordered : local.pools[origin]]
  # Used when no pool is healthy, regardless of its own health.
  fallback_pool   = local.pools[[for origin in local.ordered : origin if origin != "primary"][0]]
  steering_policy = length(var.region_order) > 0 ? "geo" : "off"
  region_pools = length(var.region_order) > 0 ? {
    for region, order in var.region_order : region => [for origin in order : local.pools[origin]]
  } : null

  # A failed connection is retried once in the other pool, before a monitor detects the failure.
  adaptive_routing = { failover_across_pools = true }

  depends_on = [cloudflare_authenticated_origin_pulls_settings.zone, cloudflare_ruleset.this]

  lifecycle {
    prevent_destroy = true
  }
}

locals {
  # The rules of this module, by phase.
  rules = {
    http_request_firewall_custom = concat(
      [{
        ref         = "read-only"
        description = "Allow only GET, HEAD and OPTIONS."
        expression  = "${local.ours} and not http.request.method in {\"GET\" \"HEAD\" \"OPTIONS\"}"
        action      = "block"
      }],
      [for name, standby in local.droplets : {
        ref         = "${name}-health-only"
        description = "Show only the health object under the standby's own name."
        expression  = "http.host eq \"${standby.domain}\" and http.request.uri.path ne \"${local.health_path}\""
        action      = "block"
      }],
    )
    http_request_transform = concat(
      [{
        ref         = "index"
        description = "A path ending in / is its index document, for both origins and the cache."
        expression  = "${local.ours} and ends_with(http.request.uri.path, \"/\")"
        action      = "rewrite"
        action_parameters = {
          uri = { path = { expression = "concat(http.request.uri.path, \"index.html\")" } }
        }
      }],
      # The standby ignores queries, and S3 answers some of them with an error. Each query would be a further copy in the cache.
      var.cache.keep_query_strings ? [] : [{
        ref               = "query"
        description       = "Remove the query, for both origins and the cache."
        expression        = "${local.ours} and http.request.uri.query ne \"\""
        action            = "rewrite"
        action_parameters = { uri = { query = { value = "" } } }
      }],
    )
    http_request_late_transform = [{
      ref         = "prove"
      description = "Send the edge secret to the origins; remove readers' credentials."
      expression  = local.ours
      action      = "rewrite"
      action_parameters = {
        headers = {
          User-Agent    = { operation = "set", value = var.edge_secret }
          Authorization = { operation = "remove" }
          Cookie        = { operation = "remove" }
        }
      }
    }]
    http_request_cache_settings = [
      {
        ref         = "cache"
        description = "Cache as the origin's headers direct."
        expression  = local.ours
        action      = "set_cache_settings"
        action_parameters = merge(
          {
            cache = true
            edge_ttl = merge(
              # Otherwise Cloudflare caches an object without Cache-Control for two hours, and a 404 for three minutes.
              var.cache.edge_ttl == null ? { mode = "bypass_by_default" } : { mode = "override_origin", default = var.cache.edge_ttl },
              { status_code_ttl = [{ status_code_range = { from = 400, to = 599 }, value = -1 }] },
            )
            browser_ttl          = { mode = "respect_origin" }
            respect_strong_etags = var.cache.strong_etags
          },
          var.cache_reserve ? { cache_reserve = { eligible = true, minimum_file_size = 0 } } : {},
        )
      },
      {
        ref               = "never-origin"
        description       = "Never cache the objects that identify an origin."
        expression        = "${local.ours} and starts_with(http.request.uri.path, \"/.origin/\")"
        action            = "set_cache_settings"
        action_parameters = { cache = false }
      },
    ]
    http_response_headers_transform = concat(length(var.cors_origins) == 0 ? [] : [{
      ref         = "cors"
      description = "CORS headers for the allowed origins; set here because the cache holds one response for all sites."
      expression  = "${local.ours} and any(http.request.headers[\"origin\"][*] in {${join(" ", [for origin in var.cors_origins : "\"${origin}\""])}})"
      action      = "rewrite"
      action_parameters = {
        headers = {
          Access-Control-Allow-Origin   = { operation = "set", expression = "http.request.headers[\"origin\"][0]" }
          Access-Control-Expose-Headers = { operation = "set", value = "ETag" }
          Vary                          = { operation = "add", value = "Origin" }
        }
      }
      }], [{
      ref               = "errors"
      description       = "No reader or proxy stores an error."
      expression        = "${local.ours} and http.response.code ge 400"
      action            = "rewrite"
      action_parameters = { headers = { Cache-Control = { operation = "set", value = "no-store" } } }
    }])
  }

  # A zone has one ruleset per phase, so the zone's other rules for these phases follow in the same one.
  phases = { for phase in toset(concat(keys(local.rules), keys(var.existing_rulesets))) :
    phase => concat(lookup(local.rules, phase, []), try(var.existing_rulesets[phase].rules, []))
  }
}

resource "cloudflare_ruleset" "this" {
  for_each = local.phases

  zone_id     = var.zone_id
  name        = "${var.name}-${each.key}"
  description = "Understudy."
  kind        = "zone"
  phase       = each.key
  rules       = each.value
}

# Smart Tiered Cache: one data center close to each origin requests an object for all others. It needs Tiered Caching, which
# scripts/preflight checks.
resource "cloudflare_tiered_cache" "zone" {
  zone_id = var.zone_id
  value   = "on"
}

resource "cloudflare_zone_setting" "this" {
  for_each = {
    ssl              = "strict"
    min_tls_version  = "1.2"
    always_use_https = "on"
  }

  zone_id    = var.zone_id
  setting_id = each.key
  value      = each.value
}

resource "cloudflare_authenticated_origin_pulls_certificate" "zone" {
  zone_id     = var.zone_id
  certificate = var.origin_pull.certificate_pem
  private_key = var.origin_pull.private_key_pem

  # The standby refuses the edge while the zone has no certificate.
  lifecycle {
    create_before_destroy = true
  }
}

resource "cloudflare_authenticated_origin_pulls_settings" "zone" {
  zone_id = var.zone_id
  enabled = true

  depends_on = [cloudflare_authenticated_origin_pulls_certificate.zone]
}

resource "cloudflare_origin_ca_certificate" "standby" {
  for_each = local.droplets

  csr                = each.value.csr_pem
  hostnames          = [each.value.domain]
  request_type       = "origin-ecc"
  requested_validity = 5475
}

# The edge listener is proxied, so that the health probe reads the health object on the path of readers: with the firewall, the client
# certificate of the edge and the verification of the origin's certificate. The writers listener is not: replication connects directly to
# the droplet, independent of the edge's limits and outages.
resource "cloudflare_dns_record" "standby" {
  for_each = local.records

  zone_id = var.zone_id
  name    = each.value.host
  type    = "A"
  content = each.value.ip
  ttl     = each.value.kind == "origin" ? 1 : 300
  proxied = each.value.kind == "origin"
  comment = "Understudy's ${each.value.standby}: ${each.value.kind}."
}

resource "cloudflare_notification_policy_webhooks" "this" {
  for_each = var.alerts.webhooks

  account_id = var.account_id
  name       = "${var.name}-${each.key}"
  url        = each.value
}

# The second policy reports a pool that a person or an interrupted drill disabled. No monitor reports that.
resource "cloudflare_notification_policy" "this" {
  for_each = {
    for kind, policy in {
      health = {
        type        = "load_balancing_health_alert"
        description = "An origin became unhealthy or healthy."
        filters     = { new_health = ["Unhealthy", "Healthy"], event_source = ["pool", "origin"] }
      }
      switched = {
        type        = "load_balancing_pool_enablement_alert"
        description = "A pool was disabled or enabled."
        filters     = { enabled = ["true", "false"] }
      }
    } : kind => policy if local.alerted
  }

  account_id  = var.account_id
  name        = "${var.name}-${each.key}"
  description = each.value.description
  enabled     = true
  alert_type  = each.value.type
  filters     = merge(each.value.filters, { pool_id = [for origin in concat(local.ordered, local.waiting) : local.pools[origin]] })

  mechanisms = merge(
    length(var.alerts.emails) > 0 ? { email = [for address in var.alerts.emails : { id = address }] } : {},
    length(var.alerts.pagerduty_ids) > 0 ? { pagerduty = [for id in var.alerts.pagerduty_ids : { id = id }] } : {},
    length(var.alerts.webhooks) > 0 ? { webhooks = [for hook in cloudflare_notification_policy_webhooks.this : { id = hook.id }] } : {},
  )
}
