/** AWS services other than S3 and CloudWatch: credentials, queues and the secret. */
@NullMarked
package dev.understudy.core.aws;

import org.jspecify.annotations.NullMarked;
