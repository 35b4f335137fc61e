/** The table of faults, judged by the reports of the tests that it names. */
@NullMarked
package dev.understudy.lab.faults;

import org.jspecify.annotations.NullMarked;
