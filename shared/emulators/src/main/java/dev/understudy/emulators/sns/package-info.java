/** SNS, as far as event notifications need it: a topic that fans out to queues. */
@NullMarked
package dev.understudy.emulators.sns;

import org.jspecify.annotations.NullMarked;
