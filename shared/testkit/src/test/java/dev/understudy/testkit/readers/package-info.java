/** What readers get: a table of requests and random ones, for the primary and the standby alike. */
@org.jspecify.annotations.NullMarked
package dev.understudy.testkit.readers;
