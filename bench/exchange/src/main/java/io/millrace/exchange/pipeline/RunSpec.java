package io.millrace.exchange.pipeline;

import io.millrace.Waiting;
import io.millrace.exchange.pipeline.link.LinkKind;

/**
 * How a run is to be done.
 *
 * @param link what stands between the stages
 * @param capacity how many messages a link holds
 * @param waiting how a stage waits
 * @param rate messages per second, 0 for as fast as it goes
 * @param sampleEvery every how many messages one is timed; 1 times all
 * @param limit how many messages to send at most
 * @param failStage the stage that is told to fail, or null
 * @param failAt the message, counted from 1, at which it is told to fail
 * @param services what there is around the stages, or null for the stages alone; over channels only
 */
public record RunSpec(
        LinkKind link,
        int capacity,
        Waiting waiting,
        long rate,
        int sampleEvery,
        long limit,
        StageName failStage,
        long failAt,
        Services services) {

    /** A run of everything, as fast as it goes, that times every message. */
    public static RunSpec of(LinkKind link, int capacity, Waiting waiting) {
        return new RunSpec(link, capacity, waiting, 0, 1, Long.MAX_VALUE, null, 0, null);
    }

    /** The same over other links. */
    public RunSpec withLink(LinkKind other) {
        return new RunSpec(other, capacity, waiting, rate, sampleEvery, limit, failStage, failAt, services);
    }

    /** The same with a stage that fails. */
    public RunSpec withFailure(StageName stage, long at) {
        return new RunSpec(link, capacity, waiting, rate, sampleEvery, limit, stage, at, services);
    }

    /** The same at a rate, every message timed. */
    public RunSpec withRate(long perSecond) {
        return new RunSpec(link, capacity, waiting, perSecond, 1, limit, failStage, failAt, services);
    }

    /** The same with other services. */
    public RunSpec withServices(Services others) {
        return new RunSpec(link, capacity, waiting, rate, sampleEvery, limit, failStage, failAt, others);
    }

    /** As fast as it goes over the first messages only, without a failure: to warm up. */
    public RunSpec warmup(long messages) {
        return new RunSpec(link, capacity, waiting, 0, sampleEvery, messages, null, 0, services);
    }
}
