mock_provider "aws" {}

override_resource {
  target = aws_s3_bucket.primary
  values = {
    id  = "example-assets"
    arn = "arn:aws:s3:::example-assets"
  }
}

variables {
  bucket      = "example-assets"
  region      = "eu-central-1"
  edge_cidrs  = ["173.245.48.0/20", "104.16.0.0/13"]
  edge_secret = "0123456789abcdef0123456789abcdef"
}

run "nobody_but_our_edge_reads" {
  assert {
    condition = alltrue([for s in jsondecode(nonsensitive(aws_s3_bucket_policy.primary.policy)).Statement :
      s.Effect == "Deny" || try(tolist(s.Condition.IpAddress["aws:SourceIp"]), tolist([])) == var.edge_cidrs
    ])
    error_message = "a statement allows networks other than the edge's"
  }

  assert {
    condition = [for s in jsondecode(nonsensitive(aws_s3_bucket_policy.primary.policy)).Statement : s.Resource
      if s.Effect == "Allow" && try(s.Condition.StringEquals["aws:UserAgent"], "") != nonsensitive(var.edge_secret)
    ] == ["arn:aws:s3:::example-assets/.origin/health"]
    error_message = "an object other than the health object is readable without the edge secret"
  }

  assert {
    condition = toset([for s in jsondecode(nonsensitive(aws_s3_bucket_policy.primary.policy)).Statement : s.Action
    if s.Effect == "Allow"]) == toset(["s3:GetObject", "s3:ListBucket"])
    error_message = "the edge may do more than read objects and list the bucket"
  }

  assert {
    condition = anytrue([for s in jsondecode(nonsensitive(aws_s3_bucket_policy.primary.policy)).Statement :
      s.Effect == "Deny" && s.Action == "s3:*" && try(s.Condition.Bool["aws:SecureTransport"], "") == "false"
    ])
    error_message = "the bucket policy does not deny requests without TLS"
  }

  assert {
    condition = alltrue([
      aws_s3_bucket_public_access_block.primary.block_public_acls,
      aws_s3_bucket_public_access_block.primary.block_public_policy,
      aws_s3_bucket_public_access_block.primary.ignore_public_acls,
      aws_s3_bucket_public_access_block.primary.restrict_public_buckets,
      aws_s3_bucket_ownership_controls.primary.rule[0].object_ownership == "BucketOwnerEnforced",
    ])
    error_message = "the bucket could be made public"
  }
}

run "old_versions_are_kept_and_then_go" {
  variables {
    noncurrent_days = 14
  }

  assert {
    condition     = aws_s3_bucket_versioning.primary.versioning_configuration[0].status == "Enabled"
    error_message = "the bucket is not versioned"
  }

  assert {
    condition     = aws_s3_bucket_lifecycle_configuration.primary.rule[0].noncurrent_version_expiration[0].noncurrent_days == 14
    error_message = "noncurrent versions do not expire after noncurrent_days"
  }

  assert {
    condition     = aws_s3_bucket.primary.force_destroy == false
    error_message = "force_destroy is true by default"
  }
}

run "the_origin_says_that_it_is_the_primary" {
  assert {
    condition = { for o in aws_s3_object.origin : o.key => o.content } == {
      ".origin/health" = "ok-primary"
      ".origin/id.txt" = "primary"
    }
    error_message = "the objects under .origin/ are missing"
  }

  assert {
    condition     = output.address == "example-assets.s3.eu-central-1.amazonaws.com" && output.health_url == "https://${output.address}/.origin/health"
    error_message = "the address is not that of the bucket"
  }
}

run "a_name_with_dots_is_refused" {
  command = plan

  variables {
    bucket = "assets.example.org"
  }

  expect_failures = [var.bucket]
}

run "a_network_that_s3_treats_as_public_is_refused" {
  command = plan

  variables {
    edge_cidrs = ["96.0.0.0/4"]
  }

  expect_failures = [var.edge_cidrs]
}

run "an_ipv6_network_is_refused" {
  command = plan

  variables {
    edge_cidrs = ["2400:cb00::/32"]
  }

  expect_failures = [var.edge_cidrs]
}

run "a_short_secret_is_refused" {
  command = plan

  variables {
    edge_secret = "understudy"
  }

  expect_failures = [var.edge_secret]
}

run "through_cloudfront_the_bucket_trusts_the_distribution_alone" {
  variables {
    cloudfront = true
  }

  override_resource {
    target = aws_cloudfront_distribution.primary
    values = {
      arn         = "arn:aws:cloudfront::111122223333:distribution/EXAMPLE"
      domain_name = "d111111abcdef8.cloudfront.net"
    }
  }

  override_resource {
    target = aws_cloudfront_function.edge_only
    values = { arn = "arn:aws:cloudfront::111122223333:function/edge-only" }
  }

  assert {
    condition = alltrue([for s in jsondecode(nonsensitive(aws_s3_bucket_policy.primary.policy)).Statement :
      s.Effect == "Deny" || (try(s.Principal.Service, "") == "cloudfront.amazonaws.com"
      && try(s.Condition.StringEquals["AWS:SourceArn"], "") == "arn:aws:cloudfront::111122223333:distribution/EXAMPLE")
    ])
    error_message = "the bucket policy allows a principal other than the distribution"
  }

  assert {
    condition = toset([for s in jsondecode(nonsensitive(aws_s3_bucket_policy.primary.policy)).Statement : s.Action
    if s.Effect == "Allow"]) == toset(["s3:GetObject", "s3:ListBucket"])
    error_message = "the distribution may do more or less than s3:GetObject and s3:ListBucket"
  }

  assert {
    condition = (
      aws_cloudfront_distribution.primary[0].default_cache_behavior[0].viewer_protocol_policy == "https-only"
      && aws_cloudfront_distribution.primary[0].default_cache_behavior[0].cache_policy_id == data.aws_cloudfront_cache_policy.none[0].id
      && data.aws_cloudfront_cache_policy.none[0].name == "Managed-CachingDisabled"
      && aws_cloudfront_distribution.primary[0].default_cache_behavior[0].origin_request_policy_id == data.aws_cloudfront_origin_request_policy.cors[0].id
      && data.aws_cloudfront_origin_request_policy.cors[0].name == "Managed-CORS-S3Origin"
      && contains(aws_cloudfront_distribution.primary[0].default_cache_behavior[0].allowed_methods, "OPTIONS")
      && tolist(aws_cloudfront_distribution.primary[0].origin)[0].domain_name == "example-assets.s3.eu-central-1.amazonaws.com"
      && tolist(aws_cloudfront_distribution.primary[0].origin)[0].origin_access_control_id == aws_cloudfront_origin_access_control.primary[0].id
      && aws_cloudfront_origin_access_control.primary[0].signing_behavior == "always"
    )
    error_message = "the distribution caches, accepts HTTP, or sends unsigned requests to S3"
  }

  assert {
    condition = (
      tolist(aws_cloudfront_distribution.primary[0].default_cache_behavior[0].function_association)[0].function_arn == aws_cloudfront_function.edge_only[0].arn
      && strcontains(nonsensitive(aws_cloudfront_function.edge_only[0].code), "agent.value !== '${nonsensitive(var.edge_secret)}'")
    )
    error_message = "the distribution does not check the edge secret"
  }

  assert {
    condition     = output.address == "d111111abcdef8.cloudfront.net" && output.health_url == "https://d111111abcdef8.cloudfront.net/.origin/health"
    error_message = "the address is not that of the distribution"
  }
}

run "a_long_bucket_name_gives_a_valid_function_name" {
  command = plan

  variables {
    bucket     = "example-assets-of-a-rather-long-name-for-a-site-in-a-region-123"
    cloudfront = true
  }

  assert {
    condition     = length(aws_cloudfront_function.edge_only[0].name) == 64 && endswith(aws_cloudfront_function.edge_only[0].name, "-edge-only")
    error_message = "CloudFront refuses function names of more than 64 characters"
  }
}

run "cloudfront_and_cors_are_off_by_default" {
  assert {
    condition     = length(aws_cloudfront_distribution.primary) + length(aws_cloudfront_function.edge_only) + length(aws_s3_bucket_cors_configuration.primary) == 0
    error_message = "CloudFront or CORS is on by default"
  }
}

run "named_sites_may_ask" {
  variables {
    cors_origins = ["https://app.example.org"]
  }

  assert {
    condition = (
      tolist(aws_s3_bucket_cors_configuration.primary[0].cors_rule)[0].allowed_origins == toset(["https://app.example.org"])
      && tolist(aws_s3_bucket_cors_configuration.primary[0].cors_rule)[0].allowed_methods == toset(["GET", "HEAD"])
    )
    error_message = "the CORS rule allows other origins or other methods"
  }
}

run "a_wildcard_origin_is_refused" {
  command = plan

  variables {
    cors_origins = ["*"]
  }

  expect_failures = [var.cors_origins]
}

run "an_unknown_price_class_is_refused" {
  command = plan

  variables {
    cloudfront_price_class = "PriceClass_1"
  }

  expect_failures = [var.cloudfront_price_class]
}
