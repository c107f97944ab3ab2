package io.millrace.bench.suite.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

class TeamTest {

    @Test
    void theSameThreadsDoTheirJobsInEveryRun() throws InterruptedException {
        List<Thread> workers = Collections.synchronizedList(new ArrayList<>());
        try (Team team = new Team(Collections.nCopies(3, () -> workers.add(Thread.currentThread())))) {
            team.run();
            assertThat(workers).hasSize(3).doesNotHaveDuplicates();
            team.run();
        }
        assertThat(workers).hasSize(6);
        assertThat(workers.subList(3, 6)).containsExactlyInAnyOrderElementsOf(workers.subList(0, 3));
        assertThat(workers).allMatch(thread -> thread.getName().startsWith(Team.THREAD_NAME_PREFIX));
    }

    @Test
    void allJobsOfARunAreUnderWayTogether() throws InterruptedException {
        CyclicBarrier meeting = new CyclicBarrier(4);
        try (Team team = new Team(Collections.nCopies(4, () -> meeting.await(30, TimeUnit.SECONDS)))) {
            team.run();
        }
    }

    @Test
    void aJobThatFailsEndsTheRunAndTheJobsThatWait() {
        CountDownLatch never = new CountDownLatch(1);
        Team.Job failing = () -> {
            throw new UnsupportedOperationException("no job");
        };
        try (Team team = new Team(List.of(never::await, failing))) {
            assertThatIllegalStateException()
                    .isThrownBy(team::run)
                    .withMessageEndingWith("UnsupportedOperationException: no job");
            assertThatIllegalStateException()
                    .isThrownBy(team::run)
                    .withMessageEndingWith("UnsupportedOperationException: no job");
        }
    }

    @Test
    void closingEndsTheThreads() throws InterruptedException {
        List<Thread> workers = Collections.synchronizedList(new ArrayList<>());
        Team team = new Team(Collections.nCopies(2, () -> workers.add(Thread.currentThread())));
        team.run();
        team.close();
        assertThat(workers).noneMatch(Thread::isAlive);
    }

    @Test
    void releasedThreadsWorkWhileTheCallerGoesOn() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(2);
        CountDownLatch never = new CountDownLatch(1);
        try (Team team = new Team(Collections.nCopies(2, () -> {
            begun.countDown();
            never.await();
        }))) {
            team.release();
            begun.await();
            team.check();
        }
    }

    @Test
    void aReleasedJobThatFailsIsFound() throws InterruptedException {
        Team.Job failing = () -> {
            throw new UnsupportedOperationException("no job");
        };
        try (Team team = new Team(List.of(failing))) {
            team.release();
            assertThatIllegalStateException()
                    .isThrownBy(() -> {
                        while (true) {
                            team.check();
                            Thread.onSpinWait();
                        }
                    })
                    .withMessageEndingWith("UnsupportedOperationException: no job");
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void virtualThreadsMakeATeamToo() throws InterruptedException {
        AtomicInteger jobs = new AtomicInteger();
        try (Team team = new Team(TeamThreads.VIRTUAL, Collections.nCopies(100, jobs::incrementAndGet))) {
            team.run();
            team.run();
        }
        assertThat(jobs).hasValue(200);
    }
}
