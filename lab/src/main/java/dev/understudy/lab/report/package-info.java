/**
 * What the HTML pages of a demonstration and a drill have in common: samples of the stack's
 * activity, their panels, and the file.
 */
@NullMarked
package dev.understudy.lab.report;

import org.jspecify.annotations.NullMarked;
