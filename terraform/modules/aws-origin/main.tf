locals {
  host      = "${var.bucket}.s3.${var.region}.amazonaws.com"
  address   = var.cloudfront ? one(aws_cloudfront_distribution.primary[*].domain_name) : local.host
  from_edge = { IpAddress = { "aws:SourceIp" = var.edge_cidrs } }

  # Who may read: either requests from the edge's networks that carry the edge secret, or the distribution. Never both.
  readers = [for reader in [
    {
      chosen    = !var.cloudfront
      principal = "*"
      condition = merge(local.from_edge, { StringEquals = { "aws:UserAgent" = var.edge_secret } })
    },
    {
      chosen    = var.cloudfront
      principal = { Service = "cloudfront.amazonaws.com" }
      condition = { StringEquals = { "AWS:SourceArn" = one(aws_cloudfront_distribution.primary[*].arn) } }
    },
  ] : reader if reader.chosen]
}

resource "aws_s3_bucket" "primary" {
  # checkov:skip=CKV_AWS_18:Readers come through the edge, whose analytics count the requests.
  # checkov:skip=CKV_AWS_144:This project replicates the bucket to another store.
  # checkov:skip=CKV_AWS_145:Anonymous requests cannot decrypt with a KMS key.
  # checkov:skip=CKV2_AWS_62:Module event-wiring owns the notification.
  bucket        = var.bucket
  force_destroy = var.force_destroy
}

resource "aws_s3_bucket_ownership_controls" "primary" {
  bucket = aws_s3_bucket.primary.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_public_access_block" "primary" {
  bucket                  = aws_s3_bucket.primary.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_versioning" "primary" {
  bucket = aws_s3_bucket.primary.id

  versioning_configuration {
    status = "Enabled"
  }
}

# SSE-S3: anonymous requests cannot decrypt with a KMS key.
resource "aws_s3_bucket_server_side_encryption_configuration" "primary" {
  bucket = aws_s3_bucket.primary.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "primary" {
  bucket = aws_s3_bucket.primary.id

  rule {
    id     = "old-versions"
    status = "Enabled"

    filter {}

    noncurrent_version_expiration {
      noncurrent_days = var.noncurrent_days
    }

    expiration {
      expired_object_delete_marker = true
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }

  depends_on = [aws_s3_bucket_versioning.primary]
}

resource "aws_s3_bucket_policy" "primary" {
  bucket = aws_s3_bucket.primary.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [{
        Sid       = "TlsOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [aws_s3_bucket.primary.arn, "${aws_s3_bucket.primary.arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      }],
      [for reader in local.readers : {
        Sid       = "EdgeReads"
        Effect    = "Allow"
        Principal = reader.principal
        Action    = "s3:GetObject"
        Resource  = "${aws_s3_bucket.primary.arn}/*"
        Condition = reader.condition
      }],
      # Without s3:ListBucket, S3 returns 403 for a missing key; the standby returns 404.
      [for reader in local.readers : {
        Sid       = "EdgeTellsMissingFromForbidden"
        Effect    = "Allow"
        Principal = reader.principal
        Action    = "s3:ListBucket"
        Resource  = aws_s3_bucket.primary.arn
        Condition = reader.condition
      }],
      # Cloudflare monitors cannot set the User-Agent header.
      [for condition in var.cloudfront ? [] : [local.from_edge] : {
        Sid       = "MonitorReads"
        Effect    = "Allow"
        Principal = "*"
        Action    = "s3:GetObject"
        Resource  = "${aws_s3_bucket.primary.arn}/.origin/health"
        Condition = condition
      }],
    )
  })

  depends_on = [aws_s3_bucket_public_access_block.primary]
}

# Answers CORS preflight requests. The edge sets Access-Control-Allow-Origin on the responses of both origins, because its cache
# holds one response for all requesting sites.
resource "aws_s3_bucket_cors_configuration" "primary" {
  count  = length(var.cors_origins) > 0 ? 1 : 0
  bucket = aws_s3_bucket.primary.id

  cors_rule {
    allowed_origins = var.cors_origins
    allowed_methods = ["GET", "HEAD"]
    allowed_headers = ["*"]
    expose_headers  = ["ETag"]
    max_age_seconds = 3600
  }
}

# Each origin has its own objects under .origin/; they are never replicated. A drill that hides one origin must not hide the other.
resource "aws_s3_object" "origin" {
  for_each = {
    health   = "ok-primary"
    "id.txt" = "primary"
  }

  bucket        = aws_s3_bucket.primary.id
  key           = ".origin/${each.key}"
  content       = each.value
  content_type  = "text/plain"
  cache_control = "no-store"

  depends_on = [aws_s3_bucket_versioning.primary, aws_s3_bucket_server_side_encryption_configuration.primary]
}
