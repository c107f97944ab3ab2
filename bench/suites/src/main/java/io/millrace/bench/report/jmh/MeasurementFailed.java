package io.millrace.bench.report.jmh;

/** A benchmark failed: its row will be absent, and its message says why. */
public final class MeasurementFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MeasurementFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
