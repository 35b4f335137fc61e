/** HTML pages that need no server and no network: the building blocks of reports. */
@NullMarked
package dev.understudy.page;

import org.jspecify.annotations.NullMarked;
