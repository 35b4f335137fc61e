# All runs only plan: prevent_destroy would stop the removal of what an apply has created.
mock_provider "cloudflare" {}

override_resource {
  target          = cloudflare_load_balancer_pool.this["primary"]
  override_during = plan
  values          = { id = "pool-primary" }
}

override_resource {
  target          = cloudflare_load_balancer_pool.this["standby"]
  override_during = plan
  values          = { id = "pool-standby" }
}

override_resource {
  target          = cloudflare_load_balancer_monitor.this["primary"]
  override_during = plan
  values          = { id = "monitor-primary" }
}

override_resource {
  target          = cloudflare_load_balancer_monitor.this["standby"]
  override_during = plan
  values          = { id = "monitor-standby" }
}

override_resource {
  target          = cloudflare_load_balancer_pool.this["nyc"]
  override_during = plan
  values          = { id = "pool-nyc" }
}

override_resource {
  target          = cloudflare_load_balancer_monitor.this["nyc"]
  override_during = plan
  values          = { id = "monitor-nyc" }
}

override_resource {
  target          = cloudflare_load_balancer_pool.this["r2"]
  override_during = plan
  values          = { id = "pool-r2" }
}

override_resource {
  target          = cloudflare_load_balancer_monitor.this["r2"]
  override_during = plan
  values          = { id = "monitor-r2" }
}

override_resource {
  target          = cloudflare_notification_policy_webhooks.this["slack"]
  override_during = plan
  values          = { id = "webhook-slack" }
}

variables {
  name            = "understudy-test"
  account_id      = "a0000000000000000000000000000000"
  zone_id         = "b0000000000000000000000000000000"
  zone_name       = "example.org"
  public_host     = "assets.example.org"
  primary_address = "example-assets.s3.eu-central-1.amazonaws.com"
  edge_secret     = "0123456789abcdef0123456789abcdef"
  standbys = {
    standby = {
      ip         = "192.0.2.10"
      domain     = "standby-origin.example.org"
      api_domain = "standby-api.example.org"
      csr_pem    = "-----BEGIN CERTIFICATE REQUEST-----"
    }
  }
  origin_pull = {
    certificate_pem = "certificate"
    private_key_pem = "key"
  }
}

run "pools_fail_over_in_order" {
  command = plan

  assert {
    condition = (
      cloudflare_load_balancer.public.default_pools == tolist(["pool-primary", "pool-standby"])
      && cloudflare_load_balancer.public.fallback_pool == "pool-standby"
      && cloudflare_load_balancer.public.steering_policy == "off"
      && cloudflare_load_balancer.public.proxied
      && cloudflare_load_balancer.public.adaptive_routing.failover_across_pools
    )
    error_message = "the load balancer would not fail over from primary to standby"
  }

  assert {
    condition = alltrue([for origin, pool in cloudflare_load_balancer_pool.this :
      pool.monitor == cloudflare_load_balancer_monitor.this[origin].id && length(pool.origins) == 1 && pool.origins[0].port == 443
    ])
    error_message = "a pool has no monitor, or not exactly one origin on port 443"
  }
}

run "each_monitor_checks_its_own_origin" {
  command = plan

  assert {
    condition = { for origin, m in cloudflare_load_balancer_monitor.this : origin => "${m.expected_codes} ${m.expected_body} ${m.header["Host"][0]}" } == {
      primary = "200 ok-primary example-assets.s3.eu-central-1.amazonaws.com"
      standby = "200 ok-standby standby-origin.example.org"
    }
    error_message = "a monitor would accept the response of the other origin"
  }

  assert {
    condition = alltrue([for m in cloudflare_load_balancer_monitor.this :
    m.type == "https" && !m.allow_insecure && m.probe_zone == "example.org" && m.path == "/.origin/health"])
    error_message = "a monitor does not use the same path as readers"
  }

  assert {
    condition = alltrue([for origin, pool in cloudflare_load_balancer_pool.this :
    pool.origins[0].header.host[0] == cloudflare_load_balancer_monitor.this[origin].header["Host"][0]])
    error_message = "a pool sends a different Host header from its monitor"
  }
}

run "the_worst_rto_follows_from_the_settings" {
  command = plan

  assert {
    condition     = output.rto_worst_seconds.errors == 130 && output.rto_worst_seconds.silence == 145
    error_message = "two intervals of 60 s must give 130 s for errors and 145 s for timeouts"
  }
}

run "a_shorter_interval_gives_a_shorter_rto" {
  command = plan

  variables {
    monitor = { interval = 15 }
  }

  assert {
    condition     = output.rto_worst_seconds.errors == 40 && output.rto_worst_seconds.silence == 55
    error_message = "two intervals of 15 s must give 40 s for errors and 55 s for timeouts"
  }
}

# A second droplet, and a store that exists already.
run "further_standbys_have_pools_of_their_own" {
  command = plan

  variables {
    standbys = {
      standby = { ip = "192.0.2.10", domain = "standby-origin.example.org", api_domain = "standby-api.example.org", csr_pem = "request" }
      nyc     = { ip = "192.0.2.20", domain = "nyc-origin.example.org", api_domain = "nyc-api.example.org", csr_pem = "request" }
      r2      = { domain = "r2.example.org" }
    }
    region_order = { ENAM = ["primary", "nyc", "r2", "standby"] }
    alerts       = { emails = ["oncall@example.org"] }
  }

  # The standby that was there first stays the first.
  assert {
    condition = (
      cloudflare_load_balancer.public.default_pools == tolist(["pool-primary", "pool-standby", "pool-nyc", "pool-r2"])
      && cloudflare_load_balancer.public.fallback_pool == "pool-standby"
      && cloudflare_load_balancer.public.description == "Primary, then standby, then nyc, then r2."
      && cloudflare_load_balancer.public.region_pools["ENAM"] == tolist(["pool-primary", "pool-nyc", "pool-r2", "pool-standby"])
      && length(cloudflare_notification_policy.this["health"].filters.pool_id) == 4
    )
    error_message = "a further standby changes the order of the others, or does not serve"
  }

  assert {
    condition = { for origin, m in cloudflare_load_balancer_monitor.this : origin => "${m.expected_body} ${m.header["Host"][0]} ${cloudflare_load_balancer_pool.this[origin].origins[0].address}" } == {
      primary = "ok-primary example-assets.s3.eu-central-1.amazonaws.com example-assets.s3.eu-central-1.amazonaws.com"
      standby = "ok-standby standby-origin.example.org 192.0.2.10"
      nyc     = "ok-standby nyc-origin.example.org 192.0.2.20"
      r2      = "ok-standby r2.example.org r2.example.org"
    }
    error_message = "a pool or its monitor uses another origin"
  }

  assert {
    condition = (
      toset(keys(cloudflare_dns_record.standby)) == toset(["nyc-api", "nyc-origin", "standby-api", "standby-origin"])
      && toset(keys(cloudflare_origin_ca_certificate.standby)) == toset(["nyc", "standby"])
      && cloudflare_ruleset.this["http_request_firewall_custom"].rules[*].ref == tolist(["read-only", "nyc-health-only", "standby-health-only"])
    )
    error_message = "a droplet lacks its names, its certificate or its rule, or another store has them"
  }
}

run "a_standby_without_all_objects_serves_nobody" {
  command = plan

  variables {
    standbys = {
      standby = { ip = "192.0.2.10", domain = "standby-origin.example.org", api_domain = "standby-api.example.org", csr_pem = "request" }
      nyc     = { ip = "192.0.2.20", domain = "nyc-origin.example.org", api_domain = "nyc-api.example.org", csr_pem = "request" }
    }
    order = ["primary", "standby"]
  }

  assert {
    condition = (
      cloudflare_load_balancer.public.default_pools == tolist(["pool-primary", "pool-standby"])
      && cloudflare_load_balancer_pool.this["nyc"].monitor == "monitor-nyc"
    )
    error_message = "readers reach a standby that is not in the order, or it has no pool whose health can be seen"
  }
}

run "an_order_with_an_unknown_origin_is_refused" {
  command = plan

  variables {
    order = ["primary", "nyc"]
  }

  expect_failures = [var.order]
}

run "a_droplet_without_a_request_is_refused" {
  command = plan

  variables {
    standbys = { standby = { ip = "192.0.2.10", domain = "standby-origin.example.org", api_domain = "standby-api.example.org" } }
  }

  expect_failures = [var.standbys]
}

run "a_region_may_prefer_the_standby" {
  command = plan

  variables {
    region_order = { SEAS = ["standby", "primary"] }
  }

  assert {
    condition = (
      cloudflare_load_balancer.public.steering_policy == "geo"
      && cloudflare_load_balancer.public.region_pools["SEAS"] == tolist(["pool-standby", "pool-primary"])
      && cloudflare_load_balancer.public.default_pools == tolist(["pool-primary", "pool-standby"])
    )
    error_message = "the load balancer does not use the order of the region"
  }
}

run "readers_read_and_origins_are_proved_to" {
  command = plan

  assert {
    condition = (
      cloudflare_ruleset.this["http_request_firewall_custom"].rules[0].action == "block"
      && strcontains(cloudflare_ruleset.this["http_request_firewall_custom"].rules[0].expression, "not http.request.method in {\"GET\" \"HEAD\" \"OPTIONS\"}")
    )
    error_message = "a method other than GET, HEAD and OPTIONS is allowed"
  }

  assert {
    condition = (
      nonsensitive(cloudflare_ruleset.this["http_request_late_transform"].rules[0].action_parameters.headers["User-Agent"].value) == nonsensitive(var.edge_secret)
      && nonsensitive(cloudflare_ruleset.this["http_request_late_transform"].rules[0].action_parameters.headers["Authorization"].operation) == "remove"
      && nonsensitive(cloudflare_ruleset.this["http_request_late_transform"].rules[0].action_parameters.headers["Cookie"].operation) == "remove"
    )
    error_message = "the edge secret is not sent, or a reader's credentials reach an origin"
  }

  assert {
    condition     = { for id, setting in cloudflare_zone_setting.this : id => setting.value }.ssl == "strict" && cloudflare_authenticated_origin_pulls_settings.zone.enabled
    error_message = "TLS to the origins is not verified on both ends"
  }

  assert {
    condition = (
      { for kind, record in cloudflare_dns_record.standby : kind => record.proxied } == { standby-api = false, standby-origin = true }
      && alltrue([for record in cloudflare_dns_record.standby : record.content == "192.0.2.10"])
    )
    error_message = "replication passes through the edge, or the health probe does not"
  }

  assert {
    condition = (
      cloudflare_ruleset.this["http_request_firewall_custom"].rules[1].action == "block"
      && cloudflare_ruleset.this["http_request_firewall_custom"].rules[1].expression == "http.host eq \"standby-origin.example.org\" and http.request.uri.path ne \"/.origin/health\""
      && output.standby_health_urls["standby"] == "https://standby-origin.example.org/.origin/health"
    )
    error_message = "readers can reach more of the standby than its health object"
  }
}

run "origin_objects_are_never_cached" {
  command = plan

  assert {
    condition = (
      cloudflare_ruleset.this["http_request_cache_settings"].rules[1].action_parameters.cache == false
      && strcontains(cloudflare_ruleset.this["http_request_cache_settings"].rules[1].expression, "/.origin/")
      && cloudflare_ruleset.this["http_request_cache_settings"].rules[0].action_parameters.cache_reserve == null
    )
    error_message = "objects under .origin/ are cached, or Cache Reserve is on by default"
  }
}

run "an_object_without_cache_control_is_not_cached_and_an_error_never" {
  command = plan

  assert {
    condition = (
      cloudflare_ruleset.this["http_request_cache_settings"].rules[0].action_parameters.edge_ttl.mode == "bypass_by_default"
      && cloudflare_ruleset.this["http_request_cache_settings"].rules[0].action_parameters.edge_ttl.default == null
      && cloudflare_ruleset.this["http_request_cache_settings"].rules[0].action_parameters.edge_ttl.status_code_ttl[0].status_code_range == { from = 400, to = 599 }
      && cloudflare_ruleset.this["http_request_cache_settings"].rules[0].action_parameters.edge_ttl.status_code_ttl[0].value == -1
    )
    error_message = "Cloudflare would choose a lifetime itself, or cache an error"
  }

  assert {
    condition = (
      reverse(cloudflare_ruleset.this["http_response_headers_transform"].rules)[0].action_parameters.headers["Cache-Control"].value == "no-store"
      && strcontains(reverse(cloudflare_ruleset.this["http_response_headers_transform"].rules)[0].expression, "http.response.code ge 400")
    )
    error_message = "readers may store an error"
  }
}

run "a_chosen_lifetime_replaces_that_of_the_origin_but_for_errors" {
  command = plan

  variables {
    cache = { edge_ttl = 300 }
  }

  assert {
    condition = (
      cloudflare_ruleset.this["http_request_cache_settings"].rules[0].action_parameters.edge_ttl.mode == "override_origin"
      && cloudflare_ruleset.this["http_request_cache_settings"].rules[0].action_parameters.edge_ttl.default == 300
      && cloudflare_ruleset.this["http_request_cache_settings"].rules[0].action_parameters.edge_ttl.status_code_ttl[0].value == -1
    )
    error_message = "the chosen lifetime is not used, or errors are cached"
  }
}

run "a_lifetime_of_zero_is_refused" {
  command = plan

  variables {
    cache = { edge_ttl = 0 }
  }

  expect_failures = [var.cache]
}

run "queries_reach_neither_cache_nor_origin" {
  command = plan

  assert {
    condition = (
      cloudflare_ruleset.this["http_request_transform"].rules[1].action_parameters.uri.query.value == ""
      && cloudflare_ruleset.this["http_request_transform"].rules[1].expression == "http.host eq \"assets.example.org\" and http.request.uri.query ne \"\""
      && cloudflare_ruleset.this["http_request_transform"].rules[0].action_parameters.uri.query == null
    )
    error_message = "each query would be a request to an origin"
  }
}

run "queries_and_strong_etags_are_kept_on_request" {
  command = plan

  variables {
    cache = { keep_query_strings = true, strong_etags = true }
  }

  assert {
    condition = (
      length(cloudflare_ruleset.this["http_request_transform"].rules) == 1
      && cloudflare_ruleset.this["http_request_cache_settings"].rules[0].action_parameters.respect_strong_etags
    )
    error_message = "an option has no effect"
  }
}

run "responses_are_compressed_and_data_centers_share_a_cache" {
  command = plan

  assert {
    condition     = !cloudflare_ruleset.this["http_request_cache_settings"].rules[0].action_parameters.respect_strong_etags && cloudflare_tiered_cache.zone.value == "on"
    error_message = "Cloudflare does not compress, or each data center requests each object itself"
  }
}

run "alerts_reach_every_recipient" {
  command = plan

  variables {
    alerts = {
      emails        = ["oncall@example.org"]
      pagerduty_ids = ["c0000000"]
      webhooks      = { slack = "https://hooks.example.org/1" }
    }
  }

  assert {
    condition = (
      toset(keys(cloudflare_notification_policy.this)) == toset(["health", "switched"])
      && alltrue([for policy in cloudflare_notification_policy.this :
        length(policy.mechanisms.email) == 1
        && length(policy.mechanisms.pagerduty) == 1
        && length(policy.mechanisms.webhooks) == 1
        && policy.filters.pool_id == tolist(["pool-primary", "pool-standby"])
        && policy.description != ""
      ])
      && cloudflare_notification_policy.this["health"].filters.new_health == tolist(["Unhealthy", "Healthy"])
      && cloudflare_notification_policy.this["switched"].filters.enabled == tolist(["true", "false"])
    )
    error_message = "an alert lacks a recipient or an event"
  }
}

run "a_region_that_does_not_exist_is_refused" {
  command = plan

  variables {
    monitor = { regions = ["EUN"] }
  }

  expect_failures = [var.monitor]
}

run "an_order_without_the_primary_is_refused" {
  command = plan

  variables {
    region_order = { WEU = ["standby"] }
  }

  expect_failures = [var.region_order]
}

run "a_standby_outside_of_the_zone_is_refused" {
  command = plan

  variables {
    standbys = { standby = { ip = "192.0.2.10", domain = "standby.example.net", api_domain = "api.example.org", csr_pem = "request" } }
  }

  expect_failures = [var.standbys]
}

run "scripts_of_named_sites_may_read" {
  command = plan

  variables {
    cors_origins = ["https://app.example.org", "https://www.example.org"]
  }

  assert {
    condition = (
      strcontains(cloudflare_ruleset.this["http_response_headers_transform"].rules[0].expression, "any(http.request.headers[\"origin\"][*] in {\"https://app.example.org\" \"https://www.example.org\"})")
      && cloudflare_ruleset.this["http_response_headers_transform"].rules[0].action_parameters.headers["Access-Control-Allow-Origin"].expression == "http.request.headers[\"origin\"][0]"
    )
    error_message = "the CORS rule does not match exactly the allowed origins"
  }
}

run "no_site_may_read_by_script_unasked" {
  command = plan

  assert {
    condition     = [for rule in cloudflare_ruleset.this["http_response_headers_transform"].rules : rule.ref] == ["errors"] && length(cloudflare_notification_policy.this) == 0
    error_message = "CORS or alerts are on by default"
  }
}

run "a_wildcard_origin_is_refused" {
  command = plan

  variables {
    cors_origins = ["*"]
  }

  expect_failures = [var.cors_origins]
}

# Attributes for which the provider (5.22) plans a change on every run: the API returns them in a different form.
run "no_attribute_causes_a_permanent_diff" {
  command = plan

  variables {
    alerts = { emails = ["oncall@example.org"] }
  }

  assert {
    condition = alltrue([for pool in cloudflare_load_balancer_pool.this :
      length(pool.origins) == 1 && pool.origins[0].port == 443 && pool.origins[0].weight == 1 && pool.origins[0].enabled
    ])
    error_message = "a pool omits an attribute for which the API returns a default"
  }

  assert {
    condition     = alltrue([for set in cloudflare_ruleset.this : alltrue([for rule in set.rules : rule.ref != null && rule.ref != ""])])
    error_message = "a rule without ref is replaced when another rule changes"
  }

  assert {
    condition     = alltrue([for record in cloudflare_dns_record.standby : endswith(record.name, ".example.org")])
    error_message = "a relative record name is returned as an absolute name"
  }

  assert {
    # Mock providers fill in computed attributes, so this assertion reads the source text.
    condition     = length(regexall("(?m)^\\s*(origin_steering|load_shedding|latitude|longitude|networks|country_pools|pop_pools)\\s*=", file("${path.module}/main.tf"))) == 0
    error_message = "an empty attribute is set, and the API returns it in a different form"
  }
}

run "rules_that_the_zone_already_has_are_kept" {
  command = plan

  variables {
    existing_rulesets = {
      http_request_transform = {
        id    = "c0000000000000000000000000000000"
        rules = [{ ref = "theirs", expression = "http.host eq \"www.example.org\"", action = "rewrite", action_parameters = { uri = { path = { value = "/" } } } }]
      }
      http_request_origin = {
        id    = "d0000000000000000000000000000000"
        rules = [{ ref = "port", expression = "true", action = "route", action_parameters = { origin = { port = 8080 } } }]
      }
    }
  }

  assert {
    condition = (
      cloudflare_ruleset.this["http_request_transform"].rules[*].ref == tolist(["index", "query", "theirs"])
      && cloudflare_ruleset.this["http_request_origin"].rules[*].ref == tolist(["port"])
      && cloudflare_ruleset.this["http_request_late_transform"].rules[*].ref == tolist(["prove"])
    )
    error_message = "a rule that the zone already has is lost, or precedes those of this module"
  }
}

run "an_existing_ruleset_without_id_is_refused" {
  command = plan

  variables {
    existing_rulesets = { http_request_transform = { rules = [] } }
  }

  expect_failures = [var.existing_rulesets]
}
