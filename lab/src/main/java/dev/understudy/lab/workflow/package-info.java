/**
 * Runs a state machine of AWS Step Functions in this JVM, from the same definition. {@code
 * StateMachine} runs it, {@code Definition} reads it and rejects what is not supported here.
 */
@NullMarked
package dev.understudy.lab.workflow;

import org.jspecify.annotations.NullMarked;
