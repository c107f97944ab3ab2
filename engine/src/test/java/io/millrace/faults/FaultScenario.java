package io.millrace.faults;

/** One operation on one channel, made anew for each fault. */
public interface FaultScenario {

    /** What the test reports show. */
    String name();

    /** Whether such a fault may come there. */
    default boolean takes(FaultPoint.Fault fault) {
        return true;
    }

    /** Makes the channel. */
    void setUp() throws Exception;

    /** The operation that the fault is thrown into. */
    void operate() throws Exception;

    /** Throws if the channel does not keep its promises afterwards. */
    void check(Throwable thrown) throws Exception;
}
