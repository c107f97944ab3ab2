package io.millrace.bench.exchange;

import io.millrace.bench.exchange.pipeline.RunSpec;
import java.nio.file.Path;

/**
 * What the command line asks for, checked.
 *
 * @param itch the file to read, or null to make a day up
 * @param orders how many new orders the made-up day has
 * @param symbols how many stocks it has
 * @param seed what its random numbers begin with
 * @param spec how to run
 * @param waiting how the stages wait, and why
 * @param warmup how many messages to run through before anything is measured, 0 for none
 * @param compare whether to run all hand-offs
 * @param rounds how many times each is run then
 * @param top of how many stocks to print the best prices
 */
record Plan(
        Path itch,
        long orders,
        int symbols,
        long seed,
        RunSpec spec,
        WaitingChoice waiting,
        long warmup,
        boolean compare,
        int rounds,
        int top) {}
