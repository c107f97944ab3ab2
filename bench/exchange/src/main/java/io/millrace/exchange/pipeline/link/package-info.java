/** What carries events from one stage to the next: a channel, and the queue and the ring that it is compared with. */
package io.millrace.exchange.pipeline.link;
