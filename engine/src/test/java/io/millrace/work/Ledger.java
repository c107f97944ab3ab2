package io.millrace.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicIntegerArray;

/** What became of each message. */
final class Ledger {
    final AtomicIntegerArray handled = new AtomicIntegerArray(LedgerTest.MESSAGES);
    final AtomicIntegerArray failed = new AtomicIntegerArray(LedgerTest.MESSAGES);
    final AtomicIntegerArray undelivered = new AtomicIntegerArray(LedgerTest.MESSAGES);
    final AtomicIntegerArray attempts = new AtomicIntegerArray(LedgerTest.MESSAGES);
    final AtomicIntegerArray accepted = new AtomicIntegerArray(LedgerTest.MESSAGES);

    void check(WorkCounts counts, boolean mayFailUnseen) {
        int unseen = 0;
        for (int i = 0; i < accepted.length(); i++) {
            int became = handled.get(i) + failed.get(i) + undelivered.get(i);
            if (became == 0 && accepted.get(i) == 1 && attempts.get(i) > 0 && mayFailUnseen) {
                unseen++;
            } else if (became != accepted.get(i)) {
                throw new AssertionError("message " + i + " was accepted " + accepted.get(i) + " times, handled "
                        + handled.get(i) + ", failed " + failed.get(i) + ", undelivered " + undelivered.get(i));
            }
        }
        assertThat(counts.handled()).isEqualTo(sum(handled));
        assertThat(counts.failed()).isEqualTo(sum(failed) + unseen);
        assertThat(counts.undelivered()).isEqualTo(sum(undelivered));
        assertThat(counts.total()).isEqualTo(sum(accepted));
        assertThat(counts.retried()).isEqualTo(sum(attempts) - counts.handled() - counts.failed());
    }

    static int sum(AtomicIntegerArray numbers) {
        int sum = 0;
        for (int i = 0; i < numbers.length(); i++) {
            sum += numbers.get(i);
        }
        return sum;
    }
}
