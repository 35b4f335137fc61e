# Optional path: Cloudflare -> CloudFront -> S3. CloudFront signs each request, so the bucket policy trusts no network and allows no
# anonymous reads. CloudFront does not cache: Cloudflare is the only cache to invalidate, and a cached answer cannot hide an outage.
resource "aws_cloudfront_origin_access_control" "primary" {
  count = var.cloudfront ? 1 : 0

  name                              = var.bucket
  description                       = "Reads ${var.bucket}."
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}

# Anyone can send requests to CloudFront, and all Cloudflare customers share Cloudflare's networks. The function checks the edge secret.
resource "aws_cloudfront_function" "edge_only" {
  count = var.cloudfront ? 1 : 0

  # CloudFront accepts 64 characters; a bucket name has up to 63.
  name    = "${length(var.bucket) <= 54 ? var.bucket : "${substr(var.bucket, 0, 45)}-${substr(sha256(var.bucket), 0, 8)}"}-edge-only"
  comment = "Only the edge reads ${var.bucket}."
  runtime = "cloudfront-js-2.0"
  publish = true
  code    = templatefile("${path.module}/templates/edge-only.js.tftpl", { secret = var.edge_secret })
}

data "aws_cloudfront_cache_policy" "none" {
  count = var.cloudfront ? 1 : 0
  name  = "Managed-CachingDisabled"
}

# S3 answers a preflight request only if it receives Origin and the Access-Control-Request headers.
data "aws_cloudfront_origin_request_policy" "cors" {
  count = var.cloudfront ? 1 : 0
  name  = "Managed-CORS-S3Origin"
}

resource "aws_cloudfront_distribution" "primary" {
  # checkov:skip=CKV2_AWS_32:The edge sets the response headers for both origins.
  # checkov:skip=CKV2_AWS_42:Its only client is Cloudflare, which verifies the CloudFront domain name.
  # checkov:skip=CKV2_AWS_47:The origin serves static objects, and the edge has a firewall.
  count = var.cloudfront ? 1 : 0

  comment         = "${var.bucket}, only for Cloudflare."
  enabled         = true
  is_ipv6_enabled = true
  http_version    = "http2and3"
  price_class     = var.cloudfront_price_class

  origin {
    origin_id                = "primary"
    domain_name              = local.host
    origin_access_control_id = aws_cloudfront_origin_access_control.primary[0].id
  }

  default_cache_behavior {
    target_origin_id       = "primary"
    allowed_methods        = ["GET", "HEAD", "OPTIONS"]
    cached_methods         = ["GET", "HEAD"]
    viewer_protocol_policy = "https-only"
    cache_policy_id        = data.aws_cloudfront_cache_policy.none[0].id

    origin_request_policy_id = data.aws_cloudfront_origin_request_policy.cors[0].id
    # Objects are sent as stored: Cloudflare compresses responses for readers.
    compress = false

    function_association {
      event_type   = "viewer-request"
      function_arn = aws_cloudfront_function.edge_only[0].arn
    }
  }

  # nginx on the standby returns the same error document.
  custom_error_response {
    error_code            = 404
    response_code         = 404
    response_page_path    = "/error.html"
    error_caching_min_ttl = 0
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  # Cloudflare connects to the CloudFront domain name and verifies it. A custom domain would need an ACM certificate in us-east-1.
  viewer_certificate {
    cloudfront_default_certificate = true
  }
}
