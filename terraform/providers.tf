# Credentials come from the environment alone: AWS_*, CLOUDFLARE_API_TOKEN, DIGITALOCEAN_TOKEN.
provider "aws" {
  region = var.region

  default_tags {
    tags = { project = "understudy", environment = var.environment }
  }
}

provider "cloudflare" {}

provider "digitalocean" {}
