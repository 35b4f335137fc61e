/**
 * The whole system in one JVM: {@code Stack} starts primary, standby, queues and functions, each
 * server embedded or real. {@code EnvironmentFile} writes their endpoints for clients.
 */
@NullMarked
package dev.understudy.lab.stack;

import org.jspecify.annotations.NullMarked;
