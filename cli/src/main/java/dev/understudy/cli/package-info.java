/**
 * {@code understudy}, the operator's command. {@code Installation} finds the deployment, each
 * {@code ...Command} does one thing with it, and {@code Output} prints what it found.
 */
@NullMarked
package dev.understudy.cli;

import org.jspecify.annotations.NullMarked;
