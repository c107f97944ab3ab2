package io.millrace.exchange;

import io.millrace.exchange.pipeline.RunSpec;
import io.millrace.exchange.pipeline.Services;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What the command line asks for, checked.
 *
 * @param itch the file to read, or null to generate a day
 * @param orders how many new orders the generated day has
 * @param symbols how many stocks it has
 * @param seed what its random numbers begin with
 * @param spec how to run
 * @param waiting how the stages wait, and why
 * @param warmup how many messages to run through before anything is measured, 0 for none
 * @param compare whether to run over all links
 * @param rounds how many times each is run then
 * @param longest how long the input of a measured run may be read, or null for as long as it lasts
 * @param top of how many stocks to print the best prices
 */
record RunPlan(
        Path itch,
        long orders,
        int symbols,
        long seed,
        RunSpec spec,
        WaitingChoice waiting,
        long warmup,
        boolean compare,
        int rounds,
        Duration longest,
        int top) {

    /** The same with other services. */
    RunPlan withServices(Services services) {
        return new RunPlan(
                itch,
                orders,
                symbols,
                seed,
                spec.withServices(services),
                waiting,
                warmup,
                compare,
                rounds,
                longest,
                top);
    }
}
