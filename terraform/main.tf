locals {
  name        = "understudy-${var.environment}"
  edge_secret = sensitive(terraform_data.edge_secret.output)
  fixed       = var.replication_access == "nat_eip"

  # AWS Regions that share a city, or its power and networks, with a region of DigitalOcean.
  regions_near_primary = lookup({
    ap-south-1     = ["blr1"]
    ap-southeast-1 = ["sgp1"]
    ap-southeast-2 = ["syd1"]
    eu-central-1   = ["fra1"]
    eu-west-2      = ["lon1"]
    us-west-1      = ["sfo1", "sfo2", "sfo3"]
  }, var.region, [])

  # Every name contains the name of the standby, except for those of the first: its resources keep the names that they had before there
  # could be several.
  standbys = { for name, one in var.standbys : name => merge(one, {
    full_name = name == "standby" ? local.name : "${local.name}-${name}"
    bucket    = coalesce(one.bucket, var.standby_bucket)
    # A file beside the settings, so that no command can omit it: without the request, the plan would destroy the pool.
    request_file = "${path.module}/env/${var.environment}${name == "standby" ? "" : ".${name}"}.csr"
  }) }
  droplets = { for name, one in local.standbys : name => merge(one, {
    domain     = "${name}-origin.${var.zone_name}"
    api_domain = "${name}-api.${var.zone_name}"
    request    = name == "standby" && var.origin_csr_pem != "" ? var.origin_csr_pem : fileexists(one.request_file) ? file(one.request_file) : ""
  }) if one.endpoint == null }

  # The edge knows a droplet once there is its request, and another store if readers can reach it. The names must be known in a plan, so
  # they come from the settings alone.
  edge_standbys = merge(
    { for name, one in local.droplets : name => {
      domain     = one.domain
      ip         = module.minio_droplet[name].reserved_ip
      api_domain = one.api_domain
      csr_pem    = one.request
    } if one.request != "" },
    { for name, one in local.standbys : name => {
      domain     = one.public_host
      ip         = null
      api_domain = null
      csr_pem    = null
    } if one.endpoint != null && one.public_host != null },
  )
}

data "aws_caller_identity" "this" {}

data "cloudflare_ip_ranges" "edge" {}

# Generated once and kept in the state. To rotate it: terraform apply -replace=terraform_data.edge_secret
resource "terraform_data" "edge_secret" {
  input = uuid()

  lifecycle {
    ignore_changes = [input]
  }
}

module "aws_origin" {
  source = "./modules/aws-origin"

  bucket          = var.bucket
  region          = var.region
  edge_cidrs      = data.cloudflare_ip_ranges.edge.ipv4_cidrs
  edge_secret     = local.edge_secret
  noncurrent_days = var.noncurrent_days
  force_destroy   = var.force_destroy
  cloudfront      = var.cloudfront
  cors_origins    = var.cors_origins
}

module "bucket_events" {
  source = "./modules/bucket-events"

  name               = local.name
  region             = var.region
  bucket             = module.aws_origin.bucket
  account_id         = data.aws_caller_identity.this.account_id
  notification       = var.notification
  replicate_prefixes = var.replicate_prefixes

  queues = { for name, wiring in module.event_wiring : name => {
    changes_arn     = wiring.changes_arn
    dead_letter_arn = wiring.dead_letter_arn
  } }
}

module "event_wiring" {
  source   = "./modules/event-wiring"
  for_each = local.standbys

  name                 = each.value.full_name
  event_sources        = module.bucket_events.event_sources
  environment          = var.environment
  standby              = each.key
  bucket               = module.aws_origin.bucket
  account_id           = data.aws_caller_identity.this.account_id
  standby_bucket       = each.value.bucket
  secret_recovery_days = var.secret_recovery_days

  replicate_prefixes     = var.replicate_prefixes
  replicate_max_age_days = var.replicate_max_age_days

  network = local.fixed ? {
    subnet_ids        = module.lambda_egress[0].subnet_ids
    security_group_id = module.lambda_egress[0].security_group_id
  } : null

  health_urls = {
    primary = module.aws_origin.health_url
    standby = try(module.cloudflare_lb[0].standby_health_urls[each.key], module.minio_droplet[each.key].health_url, "none")
    metrics = try(module.minio_droplet[each.key].metrics_url, "none")
    public  = try(module.cloudflare_lb[0].public_url, "none")
  }
}

# Gives the functions one fixed address, so that a droplet's firewall can restrict who connects to the writers listener.
module "lambda_egress" {
  source = "./modules/lambda-egress"
  count  = local.fixed ? 1 : 0

  name        = local.name
  region      = var.region
  bucket_arn  = module.aws_origin.bucket.arn
  standby_ips = { for name, droplet in module.minio_droplet : name => droplet.reserved_ip }
  cidr        = var.functions_cidr
  zones       = var.functions_zones
}

module "minio_droplet" {
  source   = "./modules/minio-droplet"
  for_each = local.droplets

  name                  = each.value.full_name
  environment           = var.environment
  region                = coalesce(each.value.region, var.standby_region)
  size                  = coalesce(each.value.size, var.standby_size)
  volume_size_gib       = coalesce(each.value.volume_gib, var.standby_volume_gib)
  image                 = var.standby_image
  minio_image           = var.minio_image
  bucket                = each.value.bucket
  domain                = each.value.domain
  api_domain            = each.value.api_domain
  cloudflare_ipv4_cidrs = data.cloudflare_ip_ranges.edge.ipv4_cidrs
  cloudflare_ipv6_cidrs = data.cloudflare_ip_ranges.edge.ipv6_cidrs
  admin_cidrs           = var.admin_cidrs
  replication_cidrs     = local.fixed ? ["${module.lambda_egress[0].address}/32"] : ["0.0.0.0/0", "::/0"]
  cors_origins          = var.cors_origins
  ssh_key_ids           = var.ssh_key_ids
  origin_pull_ca_pem    = tls_self_signed_cert.origin_pull_ca.cert_pem
  noncurrent_days       = var.noncurrent_days
  alert_email           = var.alert_email
  alert_slack           = var.alert_slack
}

# Created in the second apply: the load balancer needs two origins, and a droplet needs a certificate first.
module "cloudflare_lb" {
  source = "./modules/cloudflare-lb"
  count  = length(local.edge_standbys) > 0 ? 1 : 0

  name            = local.name
  account_id      = var.cloudflare_account_id
  zone_id         = var.cloudflare_zone_id
  zone_name       = var.zone_name
  public_host     = var.public_host
  primary_address = module.aws_origin.address
  edge_secret     = local.edge_secret
  monitor         = var.monitor
  order           = var.origin_order
  region_order    = var.region_order
  cache           = var.cache
  cache_reserve   = var.cache_reserve
  cors_origins    = var.cors_origins
  alerts          = merge(var.alerts, { emails = var.alerts.emails != null ? var.alerts.emails : var.alert_email != null ? [var.alert_email] : [] })

  existing_rulesets = var.existing_rulesets

  standbys = local.edge_standbys

  origin_pull = {
    certificate_pem = tls_locally_signed_cert.origin_pull.cert_pem
    private_key_pem = tls_private_key.origin_pull.private_key_pem
  }
}

# Cloudflare refuses a second ruleset for a phase. An import of a ruleset that is already in the state changes nothing.
import {
  for_each = length(local.edge_standbys) == 0 ? {} : var.existing_rulesets
  to       = module.cloudflare_lb[0].cloudflare_ruleset.this[each.key]
  id       = "zones/${var.cloudflare_zone_id}/${each.value.id}"
}
