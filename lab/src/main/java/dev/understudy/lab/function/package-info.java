/**
 * Lambda in this JVM: {@code FunctionHost} runs a handler; {@code LambdaEndpoint}, {@code
 * EventSourceMapping} and {@code Schedule} invoke it.
 */
@NullMarked
package dev.understudy.lab.function;

import org.jspecify.annotations.NullMarked;
