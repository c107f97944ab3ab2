package io.millrace.bench.suite.loaded;

import java.io.IOException;

/** The program of a foreign process: keeps one processor busy until its input ends, which it does with the process that started it. */
public final class BusyLoop {

    /** What it prints once it is busy. */
    static final String READY = "busy";

    private BusyLoop() {}

    /** Runs until the input ends. */
    public static void main(String[] args) {
        Thread loop = new Thread(BusyLoop::loop, "busy");
        loop.setDaemon(true);
        loop.start();
        System.out.println(READY);
        try {
            while (System.in.read() >= 0) {}
        } catch (IOException e) {
            System.err.println(e);
        }
    }

    private static void loop() {
        long state = System.nanoTime() | 1;
        while (state != 0) { // for ever: xorshift never comes to 0
            state ^= state << 13;
            state ^= state >>> 7;
            state ^= state << 17;
        }
    }
}
