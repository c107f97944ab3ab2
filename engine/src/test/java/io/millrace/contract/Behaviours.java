package io.millrace.contract;

import java.util.Map;
import java.util.TreeMap;

/**
 * The behaviours that make up the contract of channels, by number, and what becomes of each: a test that carries its number in
 * {@link Behaviour}, or the part of the library that it waits for. {@link BehavioursTest} holds this table to the tests.
 */
final class Behaviours {

    /** What stands in the second column. */
    enum Status {
        TESTED,
        /** Means nothing in Java, or there is no such operation. */
        NONE
    }

    private static final String TABLE = """
            1 TESTED messages of one sender arrive in the order sent
            2 TESTED the capacity is exactly the one asked for
            3 TESTED size, isEmpty and isFull follow every step, on every handle
            4 TESTED size stays within 0 and the capacity under concurrent use
            5 TESTED trySend reports full and leaves the message with the caller
            6 TESTED tryReceive tells empty from closed
            7 TESTED send blocks while full; one receive lets one sender through
            8 TESTED receive blocks while empty
            9 TESTED a timed receive ends no earlier than asked, or at once at close
            10 TESTED a timed receive takes what is there though the time is up
            11 TESTED a timed send ends no earlier than asked, and succeeds at once if there is room
            12 TESTED every send fails at once after the receiving side is gone
            13 TESTED after close receivers get all that was buffered, then closed for ever
            14 TESTED close and cancel wake every blocked sender with its message
            15 TESTED close and cancel wake every blocked receiver
            16 TESTED cancel lets go of buffered messages at once
            17 TESTED a failure while one message is discarded releases none twice
            18 TESTED closing or cancelling a full channel never blocks
            19 TESTED who has sent finds a message if the capacity covers all threads
            20 TESTED each message is received exactly once among many threads
            21 TESTED short timeouts lose and double nothing
            22 TESTED close races cleanly with sends and receives
            23 TESTED a channel can be sent through a channel
            24 TESTED closing one of several handles does not close the channel
            25 TESTED a timeout too long to count means to wait for ever
            26 TESTED a channel equals itself only
            27 TESTED two channels make a ping-pong
            28 TESTED accepted, received and undelivered agree after close
            29 TESTED a rendezvous has capacity and size 0 and is both empty and full
            30 TESTED tries on a rendezvous succeed only if a partner waits
            31 TESTED trySend on a rendezvous succeeds while a receiver is blocked
            32 TESTED send on a rendezvous returns only when a receiver has the message
            33 TESTED a timed-out send leaves no message behind
            34 TESTED when a timeout races with a partner, both agree
            35 TESTED close wakes both sides of a rendezvous
            36 TESTED a select never pairs with itself
            37 TESTED two selects over both ends of one channel pair up
            38 TESTED of an odd number of selects one is left
            39 TESTED blocked threads of a rendezvous are served in order of arrival
            40 TESTED a send inside a receive clause works
            41 TESTED an unbounded channel reports no limit and is never full
            42 TESTED sends on an unbounded channel neither block nor time out
            43 TESTED close, drain, order and exactly-once hold unbounded too
            44 TESTED a long send-receive loop does not grow the memory of an unbounded channel
            45 TESTED an idle unbounded channel holds a constant number of segments
            46 TESTED close racing with a new segment leaks nothing
            47 NONE messages of any size: here they are references
            48 TESTED a timer holds one message
            49 TESTED a timer delivers its due time once
            50 TESTED a timer is never closed
            51 TESTED of many threads one gets the timer's message
            52 TESTED a zero delay is ready at once
            53 TESTED a zero timer beats the default clause
            54 TESTED the earlier of two timers wins
            55 TESTED a delay too long to count never fires
            56 TESTED a timer starts no thread
            57 TESTED the first tick comes after one period
            58 TESTED a ticker holds one message
            59 TESTED missed ticks collapse into one
            60 TESTED a tick's value is its scheduled time
            61 TESTED ticks after a late take do not drift
            62 TESTED a tick of zero is always ready
            63 TESTED each tick goes to one receiver
            64 TESTED a ticker is never closed
            65 TESTED never is empty, not closed
            66 TESTED a timed receive from never waits its full time
            67 TESTED never has capacity 0
            68 TESTED never serves as a switched-off clause
            69 TESTED one select carries out one operation
            70 TESTED a closed channel is a ready clause
            71 TESTED default is taken only if no clause is ready
            72 TESTED a select without clauses fails fast
            73 TESTED a select's timeout never fires while a clause is ready
            74 TESTED a ready clause is never missed
            75 TESTED operations, timeout and close wake a select
            76 TESTED two ready channels are both served
            77 TESTED losing clauses leave nothing behind
            78 TESTED a waiter that leaves passes its wake-up on
            79 TESTED a fair select chooses at random
            80 TESTED one channel may stand in several clauses
            81 TESTED send and receive of one channel in one select
            82 TESTED a biased select takes the first ready clause
            83 TESTED channels ready on entry are seen without blocking
            84 TESTED a handle closed during a select is not the channel's end
            85 TESTED selects nest
            86 TESTED a select can be used again
            87 TESTED a removed clause leaves the order of the rest
            88 TESTED a chosen operation completes on its own channel
            89 TESTED a clause's value is computed once and only if it wins
            90 NONE readiness may be spurious: there is no operation that only reports it
            91 TESTED a rendezvous is ready only while a partner waits
            92 TESTED timer clauses use the earliest due time
            93 TESTED selects over mixed channels all make progress
            94 TESTED no operation can be chosen and left undone
            95 TESTED a value in several send clauses is sent once
            96 TESTED receive on a closed channel gives the buffered messages, then closed
            97 TESTED send on a closed channel fails with a typed exception; closing twice is harmless
            98 TESTED a clause that is never ready
            99 TESTED a timer that was reset shows no stale value
            100 TESTED tries under race have one consistent outcome
            101 TESTED a chain of threads passes a message on
            102 TESTED a chain of channels sieves the primes
            103 TESTED iteration ends when closed and drained
            104 TESTED leaving a loop early loses nothing
            105 TESTED draining ends when nothing is there and can be repeated
            106 TESTED an attached receiver is released after its loop
            107 TESTED hasNext repeated takes one message
            108 TESTED null is refused and the channel unchanged
            109 TESTED what can complete at once completes though the interrupt flag is set
            110 TESTED an interrupt while blocked throws, clears the flag and transfers nothing
            111 TESTED an interrupt that races with delivery has one of two outcomes
            112 TESTED interrupted receives swallow no later message
            113 TESTED interrupted and timed-out sends leave neither message nor waiter
            114 TESTED close is idempotent, thread-safe and wakes everyone
            115 TESTED closed for send holds at once, closed for receive once drained
            116 TESTED every later call reports the same cause
            117 TESTED sends blocked at close fail and keep their message
            118 TESTED dropped messages are reported once each
            119 TESTED the undelivered callback runs once per message and never for a delivered one
            120 TESTED closing a handle twice counts once
            121 TESTED blocking never pins a virtual thread
            122 TESTED operations allocate nothing after warm-up
            123 TESTED a received object is not reachable from the channel
            124 TESTED size stays in range while close runs
            """;

    private Behaviours() {}

    static Map<Integer, Status> byNumber() {
        Map<Integer, Status> statuses = new TreeMap<>();
        TABLE.lines().forEach(line -> {
            String[] words = line.split(" ", 3);
            statuses.put(Integer.parseInt(words[0]), Status.valueOf(words[1]));
        });
        return statuses;
    }
}
