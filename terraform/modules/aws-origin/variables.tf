variable "bucket" {
  description = "Name of the primary bucket. Free of dots: S3's certificate covers one label in front of s3.<region>."
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
  description = "IPv4 networks of the edge; nobody else reads the bucket without credentials."
  type        = list(string)

  # S3 takes a policy on a broader network for a public one, and Block Public Access then refuses all of it.
  validation {
    condition = length(var.edge_cidrs) > 0 && alltrue([
      for cidr in var.edge_cidrs : can(cidrnetmask(cidr)) && try(tonumber(split("/", cidr)[1]) >= 8, false)
    ])
    error_message = "edge_cidrs must be IPv4 networks, at least one, none broader than /8."
  }
}

variable "edge_secret" {
  description = "What the edge sends as User-Agent. Its networks are shared by all of its customers; this is ours alone."
  type        = string
  sensitive   = true

  validation {
    condition     = can(regex("^[A-Za-z0-9-]{32,128}$", var.edge_secret))
    error_message = "edge_secret must be 32 to 128 letters, digits and hyphens."
  }
}

variable "noncurrent_days" {
  description = "Days that old versions are kept."
  type        = number
  default     = 30

  validation {
    condition     = var.noncurrent_days >= 1 && floor(var.noncurrent_days) == var.noncurrent_days
    error_message = "noncurrent_days is ${var.noncurrent_days} but must be a whole number from 1 on."
  }
}

variable "force_destroy" {
  description = "Whether destroy deletes a bucket that still holds objects, with all of their versions."
  type        = bool
  default     = false
}

variable "cloudfront" {
  description = "Whether the edge reads through a CloudFront distribution, which signs its requests, instead of from S3 itself."
  type        = bool
  default     = false
}

variable "cloudfront_price_class" {
  description = "Which of CloudFront's locations take part: PriceClass_100, PriceClass_200 or PriceClass_All."
  type        = string
  default     = "PriceClass_100"

  validation {
    condition     = contains(["PriceClass_100", "PriceClass_200", "PriceClass_All"], var.cloudfront_price_class)
    error_message = "cloudfront_price_class is \"${var.cloudfront_price_class}\" but must be PriceClass_100, PriceClass_200 or PriceClass_All."
  }
}

variable "cors_origins" {
  description = "Sites whose scripts may read, such as https://app.example.org; give the standby and the edge the same ones."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for origin in var.cors_origins : can(regex("^https?://[a-z0-9.-]+(:[0-9]+)?$", origin))])
    error_message = "cors_origins must be origins such as https://app.example.org: no path, no star."
  }
}
