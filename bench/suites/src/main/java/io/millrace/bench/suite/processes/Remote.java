package io.millrace.bench.suite.processes;

/** Where the remote side runs. */
interface Remote extends AutoCloseable {

    /** Endpoints it, and returns when it no longer touches what both share. */
    @Override
    void close();
}
