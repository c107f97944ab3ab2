package io.millrace.bench.suite.processes;

import java.nio.file.Path;

/** Which side of a connection. */
enum Side {

    /** The one that measures. It makes what both share. */
    LOCAL,

    /** The other one, which comes after it. */
    REMOTE;

    private static final String THERE = "there";
    private static final String BACK = "back";

    /** Returns the file or folder of what this side sends. */
    Path out(Path folder) {
        return folder.resolve(this == LOCAL ? THERE : BACK);
    }

    /** Returns the file or folder of what this side receives. */
    Path in(Path folder) {
        return folder.resolve(this == LOCAL ? BACK : THERE);
    }
}
