locals {
  configuration = {
    bucket          = var.bucket
    domain          = var.domain
    api_domain      = var.api_domain
    minio_image     = var.minio_image
    volume          = digitalocean_volume.this.name
    noncurrent_days = var.noncurrent_days
    cors_origins    = var.cors_origins
  }

  # Daily security updates without automatic reboots: the standby may be serving readers.
  upgrades = <<-END
    APT::Periodic::Update-Package-Lists "1";
    APT::Periodic::Unattended-Upgrade "1";
    Unattended-Upgrade::Automatic-Reboot "false";
  END

  # The bootstrap is a unit that systemd repeats until it has succeeded: a package mirror or an image registry may be unreachable at
  # first boot. It also installs the packages, because cloud-init would try that only once.
  cloud_config = {
    write_files = concat(
      [
        { path = "/usr/local/sbin/understudy-bootstrap", permissions = "0755", content = templatefile("${path.module}/templates/bootstrap.sh.tftpl", local.configuration) },
        { path = "/etc/understudy/nginx.conf", permissions = "0644", content = templatefile("${path.module}/templates/nginx.conf.tftpl", local.configuration) },
        { path = "/etc/systemd/system/understudy-bootstrap.service", permissions = "0644", content = file("${path.module}/templates/bootstrap.service") },
        { path = "/etc/understudy/minio.service", permissions = "0644", content = templatefile("${path.module}/templates/minio.service.tftpl", local.configuration) },
        { path = "/etc/apt/apt.conf.d/60understudy", permissions = "0644", content = local.upgrades },
        { path = "/etc/understudy/tls/origin-pull-ca.pem", permissions = "0644", content = var.origin_pull_ca_pem },
      ],
      var.origin_certificate_pem == "" ? [] : [
        { path = "/etc/understudy/tls/origin.pem", permissions = "0644", content = var.origin_certificate_pem },
      ],
    )
    runcmd = [["systemctl", "daemon-reload"], ["systemctl", "enable", "--now", "--no-block", "understudy-bootstrap"]]
  }
}

resource "digitalocean_vpc" "this" {
  name   = var.name
  region = var.region
}

resource "digitalocean_volume" "this" {
  name                    = "${var.name}-data"
  region                  = var.region
  size                    = var.volume_size_gib
  initial_filesystem_type = "xfs"
  description             = "Replicas of ${var.environment}"

  lifecycle {
    prevent_destroy = true
  }
}

resource "digitalocean_droplet" "this" {
  # checkov:skip=CKV_DIO_2:ssh_key_ids must have an element; checkov does not read variables of a module with for_each.
  name       = var.name
  region     = var.region
  size       = var.size
  image      = var.image
  vpc_uuid   = digitalocean_vpc.this.id
  ssh_keys   = var.ssh_key_ids
  monitoring = true
  volume_ids = [digitalocean_volume.this.id]
  user_data  = "#cloud-config\n${yamlencode(local.cloud_config)}"

  # New user data requires a new droplet with new keys, and an outage of the standby. Replace the droplet explicitly, with -replace.
  lifecycle {
    ignore_changes = [user_data, image]
  }
}

resource "digitalocean_reserved_ip" "this" {
  region = var.region
}

resource "digitalocean_reserved_ip_assignment" "this" {
  ip_address = digitalocean_reserved_ip.this.ip_address
  droplet_id = digitalocean_droplet.this.id
}

resource "digitalocean_firewall" "this" {
  name        = var.name
  droplet_ids = [digitalocean_droplet.this.id]

  inbound_rule {
    protocol         = "tcp"
    port_range       = "443"
    source_addresses = concat(var.cloudflare_ipv4_cidrs, var.cloudflare_ipv6_cidrs)
  }

  inbound_rule {
    protocol         = "tcp"
    port_range       = "8443"
    source_addresses = var.replication_cidrs
  }

  inbound_rule {
    protocol         = "tcp"
    port_range       = "22"
    source_addresses = var.admin_cidrs
  }

  # For the uptime check below, whose source addresses DigitalOcean does not publish.
  inbound_rule {
    protocol         = "icmp"
    source_addresses = ["0.0.0.0/0", "::/0"]
  }

  dynamic "outbound_rule" {
    for_each = { dns = ["udp", "53"], dns-tcp = ["tcp", "53"], http = ["tcp", "80"], https = ["tcp", "443"], ntp = ["udp", "123"] }

    content {
      protocol              = outbound_rule.value[0]
      port_range            = outbound_rule.value[1]
      destination_addresses = ["0.0.0.0/0", "::/0"]
    }
  }
}

resource "digitalocean_project" "this" {
  name        = var.name
  description = "The standby of ${var.environment}"
  environment = var.environment == "prod" ? "Production" : "Development"
  resources   = [digitalocean_droplet.this.urn, digitalocean_volume.this.urn]
}

# Checks from outside AWS and Cloudflare that the droplet responds to ping. An HTTPS check would fail, because no public authority
# issued the droplet's certificates. The Cloudflare monitor checks the content that it serves.
resource "digitalocean_uptime_check" "this" {
  name    = var.name
  type    = "ping"
  target  = digitalocean_reserved_ip.this.ip_address
  regions = ["eu_west", "us_east"]
}

locals {
  alert_emails = var.alert_email == null ? [] : [var.alert_email]
  alert_slacks = var.alert_slack == null ? [] : [var.alert_slack]
  alerted      = var.alert_email != null || nonsensitive(var.alert_slack != null)
}

resource "digitalocean_uptime_alert" "this" {
  count = local.alerted ? 1 : 0

  name       = "${var.name} down"
  check_id   = digitalocean_uptime_check.this.id
  type       = "down_global"
  period     = "2m"
  comparison = "less_than"
  threshold  = 1

  notifications {
    email = local.alert_emails

    dynamic "slack" {
      for_each = nonsensitive(length(local.alert_slacks)) == 0 ? [] : [0]

      content {
        channel = local.alert_slacks[0].channel
        url     = local.alert_slacks[0].url
      }
    }
  }
}

# A full volume stops replication, and the edge does not detect it. Exhausted memory stops MinIO.
resource "digitalocean_monitor_alert" "this" {
  for_each = local.alerted ? { disk = 80, memory = 90 } : {}

  type        = "v1/insights/droplet/${each.key}_utilization_percent"
  description = "${var.name}: ${each.key} above ${each.value} %"
  compare     = "GreaterThan"
  value       = each.value
  window      = "10m"
  enabled     = true
  entities    = [digitalocean_droplet.this.id]

  alerts {
    email = local.alert_emails

    dynamic "slack" {
      for_each = nonsensitive(length(local.alert_slacks)) == 0 ? [] : [0]

      content {
        channel = local.alert_slacks[0].channel
        url     = local.alert_slacks[0].url
      }
    }
  }
}
