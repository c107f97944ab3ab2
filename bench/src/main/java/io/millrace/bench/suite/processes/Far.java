package io.millrace.bench.suite.processes;

/** Where the far side runs. */
interface Far extends AutoCloseable {

    /** Ends it, and returns when it no longer touches what both share. */
    @Override
    void close();
}
