# The other way to the bucket: Cloudflare -> CloudFront -> S3. CloudFront signs each request itself, so that the bucket trusts no network and
# needs no anonymous reader; it keeps nothing, as Cloudflare is the cache: nothing has to be invalidated twice, and no outage is hidden.
resource "aws_cloudfront_origin_access_control" "primary" {
  count = var.cloudfront ? 1 : 0

  name                              = var.bucket
  description                       = "Reads ${var.bucket}."
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}

# Cloudflare's networks are shared by all of its customers, and CloudFront's doors are open to everybody: our secret is asked for here.
resource "aws_cloudfront_function" "edge_only" {
  count = var.cloudfront ? 1 : 0

  name    = "${var.bucket}-edge-only"
  comment = "Our edge alone reads ${var.bucket}."
  runtime = "cloudfront-js-2.0"
  publish = true
  code    = templatefile("${path.module}/templates/edge-only.js.tftpl", { secret = var.edge_secret })
}

data "aws_cloudfront_cache_policy" "none" {
  count = var.cloudfront ? 1 : 0
  name  = "Managed-CachingDisabled"
}

resource "aws_cloudfront_distribution" "primary" {
  # checkov:skip=CKV2_AWS_32:The edge sets the headers of answers, for both origins alike.
  # checkov:skip=CKV2_AWS_42:Its one client is Cloudflare, which verifies CloudFront's own name.
  # checkov:skip=CKV2_AWS_47:There is no code behind it, and the edge has a firewall.
  count = var.cloudfront ? 1 : 0

  comment         = "${var.bucket}, for Cloudflare alone."
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
    # Stored as it is, sent as it is: Cloudflare compresses for readers.
    compress = false

    function_association {
      event_type   = "viewer-request"
      function_arn = aws_cloudfront_function.edge_only[0].arn
    }
  }

  # What nginx answers on the standby, too.
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

  # Cloudflare connects by CloudFront's own name and verifies it; a name of ours would need a certificate of us-east-1.
  viewer_certificate {
    cloudfront_default_certificate = true
  }
}
