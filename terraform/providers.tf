# Credentials come only from environment variables: AWS_*, CLOUDFLARE_API_TOKEN, DIGITALOCEAN_TOKEN.
provider "aws" {
  region = var.region

  default_tags {
    tags = { project = "understudy", environment = var.environment }
  }
}

provider "cloudflare" {}

provider "digitalocean" {}
