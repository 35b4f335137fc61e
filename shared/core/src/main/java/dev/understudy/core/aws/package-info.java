/** What of an AWS account the functions use besides S3: credentials, the queues, the secret. */
@NullMarked
package dev.understudy.core.aws;

import org.jspecify.annotations.NullMarked;
