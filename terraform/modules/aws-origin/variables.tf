variable "bucket" {
  description = "Name of the primary bucket, without dots: the TLS certificate of S3 covers only one label before s3.<region>."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.bucket))
    error_message = "bucket is \"${var.bucket}\" but must be 3 to 63 lower-case letters, digits and hyphens, without dots."
  }
}

variable "region" {
  description = "Region of the bucket, such as eu-central-1."
  type        = string
}

variable "edge_cidrs" {
  description = "IPv4 CIDRs of the edge; anonymous reads are allowed only from these networks."
  type        = list(string)

  # S3 treats a policy with a broader CIDR as public, and Block Public Access then rejects the whole policy.
  validation {
    condition = length(var.edge_cidrs) > 0 && alltrue([
      for cidr in var.edge_cidrs : can(cidrnetmask(cidr)) && try(tonumber(split("/", cidr)[1]) >= 8, false)
    ])
    error_message = "edge_cidrs must be IPv4 networks, at least one, with prefix lengths of /8 or longer."
  }
}

variable "edge_secret" {
  description = "Secret that the edge sends in User-Agent. All Cloudflare customers share its networks; this secret identifies this zone."
  type        = string
  sensitive   = true

  validation {
    condition     = can(regex("^[A-Za-z0-9-]{32,128}$", var.edge_secret))
    error_message = "edge_secret must be 32 to 128 letters, digits and hyphens."
  }
}

variable "noncurrent_days" {
  description = "Days that noncurrent versions are kept."
  type        = number
  default     = 30

  validation {
    condition     = var.noncurrent_days >= 1 && floor(var.noncurrent_days) == var.noncurrent_days
    error_message = "noncurrent_days is ${var.noncurrent_days} but must be a whole number of at least 1."
  }
}

variable "force_destroy" {
  description = "Whether terraform destroy deletes a bucket that still contains objects, with all versions."
  type        = bool
  default     = false
}

variable "cloudfront" {
  description = "Whether the edge reads through a CloudFront distribution, which signs its requests, instead of directly from S3."
  type        = bool
  default     = false
}

variable "cloudfront_price_class" {
  description = "CloudFront price class: PriceClass_100, PriceClass_200 or PriceClass_All."
  type        = string
  default     = "PriceClass_100"

  validation {
    condition     = contains(["PriceClass_100", "PriceClass_200", "PriceClass_All"], var.cloudfront_price_class)
    error_message = "cloudfront_price_class is \"${var.cloudfront_price_class}\" but must be PriceClass_100, PriceClass_200 or PriceClass_All."
  }
}

variable "cors_origins" {
  description = "Origins whose scripts may read objects (CORS), such as https://app.example.org. Use the same list for the standby and the edge."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for origin in var.cors_origins : can(regex("^https?://[a-z0-9.-]+(:[0-9]+)?$", origin))])
    error_message = "cors_origins must be origins such as https://app.example.org, without a path or wildcard."
  }
}
