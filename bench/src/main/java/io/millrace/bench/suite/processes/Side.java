package io.millrace.bench.suite.processes;

import java.nio.file.Path;

/** Which end. */
enum Side {

    /** The one that measures. It makes what both share. */
    NEAR,

    /** The other one, which comes after it. */
    FAR;

    private static final String THERE = "there";
    private static final String BACK = "back";

    /** Returns the file or folder of what this side sends. */
    Path out(Path folder) {
        return folder.resolve(this == NEAR ? THERE : BACK);
    }

    /** Returns the file or folder of what this side receives. */
    Path in(Path folder) {
        return folder.resolve(this == NEAR ? BACK : THERE);
    }
}
