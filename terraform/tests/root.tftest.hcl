mock_provider "aws" {}
mock_provider "cloudflare" {}
mock_provider "digitalocean" {}
mock_provider "tls" {}

override_data {
  target = data.aws_caller_identity.this
  values = { account_id = "111122223333" }
}

override_data {
  target = data.cloudflare_ip_ranges.edge
  values = {
    ipv4_cidrs = ["173.245.48.0/20"]
    ipv6_cidrs = ["2400:cb00::/32"]
  }
}

override_module {
  target = module.minio_droplet
  outputs = {
    reserved_ip  = "192.0.2.10"
    origin_url   = "https://standby-origin.example.org"
    api_endpoint = "https://standby-api.example.org:8443"
    droplet_id   = "1"
    health_url   = "https://standby-origin.example.org/.origin/health"
    ssh_command  = "ssh root@192.0.2.10"
    metrics_url  = "https://standby-api.example.org:8443/minio/v2/metrics/cluster"
    ssh_host     = "root@192.0.2.10"
  }
}

override_resource {
  target = module.bucket_events.aws_sns_topic.this
  values = { arn = "arn:aws:sns:eu-central-1:111122223333:understudy-test-changes" }
}

variables {
  environment           = "test"
  region                = "eu-central-1"
  bucket                = "example-assets"
  cloudflare_account_id = "a0000000000000000000000000000000"
  cloudflare_zone_id    = "b0000000000000000000000000000000"
  zone_name             = "example.org"
  public_host           = "assets.example.org"
  minio_image           = "example/minio@sha256:0000000000000000000000000000000000000000000000000000000000000000"
  admin_cidrs           = ["192.0.2.0/28"]
  ssh_key_ids           = ["1"]
  alert_email           = "oncall@example.org"
}

run "the_first_apply_builds_no_edge" {
  assert {
    condition     = length(module.cloudflare_lb) == 0 && output.public_url == null && output.parameter_prefix == "/understudy/test/"
    error_message = "without a certificate signing request the edge must not be created"
  }

  assert {
    condition     = length(module.lambda_egress) == 0 && output.functions_address == null && !strcontains(output.sam_parameters, "Functions")
    error_message = "a NAT gateway is created although replication_access is mtls"
  }
}

run "nat_eip_gives_the_functions_one_address" {
  variables {
    replication_access = "nat_eip"
  }

  override_module {
    target = module.lambda_egress
    outputs = {
      address           = "198.51.100.7"
      subnet_ids        = ["subnet-a", "subnet-b"]
      security_group_id = "sg-1"
    }
  }

  assert {
    condition = (
      output.functions_address == "198.51.100.7"
      && strcontains(output.sam_parameters, "FunctionsSubnetIds=subnet-a,subnet-b")
      && strcontains(output.sam_parameters, "FunctionsSecurityGroupId=sg-1")
    )
    error_message = "sam_parameters lacks the subnets or the security group"
  }
}

run "replication_filters_reach_the_functions" {
  variables {
    replicate_prefixes     = ["site/"]
    replicate_max_age_days = 30
  }

  assert {
    condition     = strcontains(output.sam_parameters, "ReplicatePrefixes=site/") && strcontains(output.sam_parameters, "ReplicateMaxAgeDays=30")
    error_message = "sam_parameters lacks the replication filters"
  }
}

run "each_standby_has_a_set_of_its_own" {
  variables {
    notification = "sns"
    standbys = {
      standby = {}
      nyc     = { region = "nyc3", size = "s-4vcpu-8gb" }
      r2      = { endpoint = "https://0123.r2.cloudflarestorage.com", bucket = "edge-tier" }
    }
  }

  assert {
    condition = (
      toset(keys(module.minio_droplet)) == toset(["nyc", "standby"])
      && toset(keys(output.standbys)) == toset(["nyc", "r2", "standby"])
      && output.parameter_prefix == "/understudy/test/"
      && strcontains(output.standbys["nyc"].sam_parameters, "ChangesQueueArn=/understudy/test/nyc/changes-queue-arn")
      && strcontains(output.standbys["r2"].sam_parameters, "ChangesQueueArn=/understudy/test/r2/changes-queue-arn")
      && output.standbys["r2"].endpoint == "https://0123.r2.cloudflarestorage.com"
      && output.standbys["r2"].ssh_host == null
      && !strcontains(output.standbys["r2"].sam_parameters, "StandbyMetricsUrl")
    )
    error_message = "two standbys share a set of queues and parameters, or an existing store got a droplet"
  }
}

run "a_further_standby_in_the_city_of_the_primary_is_refused" {
  command = plan

  variables {
    notification = "sns"
    standbys     = { standby = {}, near = { region = "fra1" } }
  }

  expect_failures = [var.standbys]
}

run "a_droplet_with_an_endpoint_is_refused" {
  command = plan

  variables {
    standbys = { standby = { endpoint = "https://s3.example.org", size = "s-2vcpu-4gb" } }
  }

  expect_failures = [var.standbys]
}

run "a_standby_with_the_name_of_the_primary_is_refused" {
  command = plan

  variables {
    standbys = { primary = {} }
  }

  expect_failures = [var.standbys]
}

run "an_unknown_replication_access_is_refused" {
  command = plan

  variables {
    replication_access = "open"
  }

  expect_failures = [var.replication_access]
}

# Only planned: prevent_destroy would stop the removal of the edge.
run "the_second_apply_builds_the_edge" {
  command = plan

  variables {
    origin_csr_pem = "-----BEGIN CERTIFICATE REQUEST-----"
    monitor        = { interval = 15 }
  }

  assert {
    condition     = output.public_url == "https://assets.example.org" && output.rto_worst_seconds.errors == 40
    error_message = "the edge does not use the configured monitor"
  }
}

run "both_origins_in_one_city_are_refused" {
  command = plan

  variables {
    standby_region = "fra1"
  }

  expect_failures = [var.standby_region]
}

run "alerts_of_the_edge_go_to_alert_email" {
  command = plan

  variables {
    origin_csr_pem = "-----BEGIN CERTIFICATE REQUEST-----"
  }

  assert {
    condition     = [for recipient in module.cloudflare_lb[0].alert_recipients : recipient] == ["oncall@example.org"]
    error_message = "nobody is told that an origin is unhealthy"
  }
}

run "a_request_that_is_none_is_refused" {
  command = plan

  variables {
    origin_csr_pem = "ssh: connect to host: timed out"
  }

  expect_failures = [var.origin_csr_pem]
}
