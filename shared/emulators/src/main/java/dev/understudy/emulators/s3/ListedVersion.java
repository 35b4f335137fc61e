package dev.understudy.emulators.s3;

/**
 * An entry of a listing.
 *
 * @param latest whether it is the newest entry of its key
 */
record ListedVersion(String key, Version version, boolean latest) {}
