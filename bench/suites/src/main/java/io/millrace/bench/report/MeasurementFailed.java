package io.millrace.bench.report;

/** A benchmark failed: its row will be absent, and its message says why. */
final class MeasurementFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MeasurementFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
