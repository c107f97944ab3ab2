package io.millrace.bench.suite.peer.traffic;

/**
 * What is handed off. Immutable, so one message may be under way several times at once.
 *
 * @param sender which sender sends it, counted from 0
 * @param number its place in the sender's table
 */
public record Message(int sender, int number) {

    /** Returns a number that no other message of the run has; sums of them tell a lost message from a doubled one. */
    public long id() {
        return (long) sender << Integer.SIZE | number;
    }
}
