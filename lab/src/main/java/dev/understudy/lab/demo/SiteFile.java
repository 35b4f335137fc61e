package dev.understudy.lab.demo;

import java.nio.file.Path;

/** One file of a folder, and the key that it gets. */
public record SiteFile(String key, Path path, long size, String contentType) {}
