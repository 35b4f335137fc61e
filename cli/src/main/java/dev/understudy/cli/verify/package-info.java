/**
 * An independent audit of both buckets. It reads them with the AWS SDK, and shares no code with the
 * replicator's or the reconciler's comparison.
 */
@NullMarked
package dev.understudy.cli.verify;

import org.jspecify.annotations.NullMarked;
