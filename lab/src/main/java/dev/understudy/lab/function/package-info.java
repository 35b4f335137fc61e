/** Lambda in this JVM: functions, the Invoke API and the event source mapping of a queue. */
@NullMarked
package dev.understudy.lab.function;

import org.jspecify.annotations.NullMarked;
