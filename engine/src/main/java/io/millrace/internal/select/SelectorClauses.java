package io.millrace.internal.select;

import io.millrace.internal.park.SelectToken;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The clauses of a {@link Selector}. The cost of a call depends on the enabled clauses, the memory on those that were
 * not removed: removed ones are used again for later ones, under another index. For one thread.
 */
final class SelectorClauses {

    private static final int FIRST = 4;

    /** Room for so many is kept once there was that much. */
    private static final int KEPT = 64;

    /** In the order added, and so in that of their indices; behind {@link #size} those that can be used again. */
    private SelectorClause[] all = new SelectorClause[FIRST];

    private int size;
    private int nextIndex;

    /** The enabled ones: in the order added if biased, shuffled anew by each pass if fair. */
    private SelectorClause[] order = new SelectorClause[FIRST];

    private int enabled;

    /** The enabled ones whose message comes from a supplier, in the order added. */
    private SelectorClause[] supplied = new SelectorClause[FIRST];

    private int suppliedCount;

    /** Where enabled ones are met, each once, in the order in which their locks are taken. */
    private Meeting[] meetings = new Meeting[FIRST];

    private int meetingCount;

    /** Of the enabled and the dropped ones, those that are no timers. */
    private int enabledChannels;

    private int droppedChannels;
    private int droppedTimers;

    /** Whether what is derived from {@link #all} is out of date. */
    private boolean stale;

    // ---- adding and removing ----

    /** A clause for {@link #add}. */
    SelectorClause take() {
        if (size == all.length) {
            all = Arrays.copyOf(all, 2 * size);
        }
        SelectorClause clause = all[size];
        if (clause == null) {
            clause = new SelectorClause();
            all[size] = clause;
        }
        return clause;
    }

    int nextIndex() {
        return nextIndex;
    }

    void skipIndex() {
        nextIndex = Math.addExact(nextIndex, 1);
    }

    /** Adds what {@link #take} returned, once it is filled. */
    void add() {
        skipIndex();
        size++;
        stale = true;
    }

    void remove(int index) {
        int at = find(index);
        SelectorClause removed = all[at];
        if (removed.meeting() != null) { // nothing of it stays reachable
            forgetMeetings();
        }
        removed.forget();
        System.arraycopy(all, at + 1, all, at, size - at - 1);
        size--;
        all[size] = removed;
        stale = true;
    }

    private void forgetMeetings() {
        Arrays.fill(meetings, 0, meetingCount, null);
        meetingCount = 0;
    }

    void clear() {
        for (int i = 0; i < size; i++) {
            all[i].forget();
        }
        size = 0;
        nextIndex = 0;
        stale = true;
        refresh();
    }

    void enable(int index, boolean enables) {
        SelectorClause clause = get(index);
        if (enables) {
            clause.dropped = false;
            clause.dropCause = null;
        }
        stale |= clause.enabled != enables;
        clause.enabled = enables;
    }

    /** In the middle of a call: disables a closed one. */
    void drop(SelectorClause clause, @Nullable Throwable cause) {
        clause.enabled = false;
        clause.dropped = true;
        clause.dropCause = cause;
        int at = 0;
        while (order[at] != clause) {
            at++;
        }
        System.arraycopy(order, at + 1, order, at, enabled - at - 1);
        enabled--;
        order[enabled] = null;
        if (clause.isTimer()) {
            droppedTimers++;
        } else {
            droppedChannels++;
            enabledChannels--;
        }
        stale = true;
    }

    /**
     * Whether all threads that would signal an enabled clause have a fence between their claim and their look at the
     * registered waiters.
     */
    boolean areFenced() {
        for (int i = 0; i < enabled; i++) {
            if (!order[i].isFenced()) {
                return false;
            }
        }
        return true;
    }

    SelectorClause get(int index) {
        return all[find(index)];
    }

    private int find(int index) {
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int found = all[middle].index;
            if (found == index) {
                return middle;
            }
            if (found < index) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        throw new IllegalArgumentException("clause is " + index + ", which was not added or was removed");
    }

    // ---- what is derived ----

    /** At the beginning of a call: brings what is derived up to date. */
    void refresh() {
        if (!stale) {
            return;
        }
        int length = all.length;
        while (length > KEPT && size < length / 4) {
            length /= 2;
        }
        if (length < all.length) {
            all = Arrays.copyOf(all, length);
        }
        if (order.length == all.length) {
            Arrays.fill(order, 0, enabled, null);
            Arrays.fill(supplied, 0, suppliedCount, null);
            forgetMeetings();
        } else {
            makeRoom(all.length);
        }
        enabled = 0;
        suppliedCount = 0;
        enabledChannels = 0;
        droppedChannels = 0;
        droppedTimers = 0;
        for (int i = 0; i < size; i++) {
            SelectorClause clause = all[i];
            boolean timer = clause.isTimer();
            if (clause.enabled) {
                order[enabled] = clause;
                enabled++;
                enabledChannels += timer ? 0 : 1;
                if (clause.hasSupplier()) {
                    supplied[suppliedCount] = clause;
                    suppliedCount++;
                }
                addMeeting(clause.meeting());
            } else if (clause.dropped) {
                droppedChannels += timer ? 0 : 1;
                droppedTimers += timer ? 1 : 0;
            }
        }
        stale = false;
    }

    /** All or none of it: there may be no memory. */
    private void makeRoom(int length) {
        SelectorClause[] freshOrder = new SelectorClause[length];
        SelectorClause[] freshSupplied = new SelectorClause[length];
        Meeting[] freshMeetings = new Meeting[length];
        order = freshOrder;
        supplied = freshSupplied;
        meetings = freshMeetings;
        meetingCount = 0;
    }

    private void addMeeting(@Nullable Meeting meeting) {
        if (meeting == null) {
            return;
        }
        int at = meetingCount;
        while (at > 0 && meetings[at - 1].number() > meeting.number()) {
            at--;
        }
        if (at == 0 || meetings[at - 1] != meeting) {
            System.arraycopy(meetings, at, meetings, at + 1, meetingCount - at);
            meetings[at] = meeting;
            meetingCount++;
        }
    }

    /** How many are enabled. */
    int enabled() {
        return enabled;
    }

    /** One of the enabled, as they are tried. */
    SelectorClause at(int position) {
        return order[position];
    }

    void swap(int one, int other) {
        SelectorClause swapped = order[one];
        order[one] = order[other];
        order[other] = swapped;
    }

    /** Whether all but timers were dropped; of timers alone, all. */
    boolean areEnded() {
        return enabledChannels == 0 && (droppedChannels > 0 || enabled == 0 && droppedTimers > 0);
    }

    @Nullable Throwable firstDropCause() {
        for (int i = 0; i < size; i++) {
            if (all[i].dropCause != null) {
                return all[i].dropCause;
            }
        }
        return null;
    }

    // ---- for all that are enabled ----

    void fixMessages() {
        for (int i = 0; i < suppliedCount; i++) {
            supplied[i].fixMessage();
        }
    }

    void dropMessages() {
        for (int i = 0; i < suppliedCount; i++) {
            supplied[i].dropMessage();
        }
    }

    void countWaits() {
        for (int i = 0; i < enabled; i++) {
            order[i].countWait();
        }
    }

    void registerForSignals(SelectToken token) {
        for (int i = 0; i < enabled; i++) {
            order[i].registerForSignals(token);
        }
    }

    /** Whether any is met, and so has to be registered to be found. */
    boolean meet() {
        return meetingCount > 0;
    }

    /** Registers those that are met and arms the token, in one step. False: one of them should be tried instead. */
    boolean registerAtMeetings(SelectToken token) {
        int locked = 0;
        try {
            while (locked < meetingCount) {
                meetings[locked].lock();
                locked++;
            }
            for (int i = 0; i < enabled; i++) {
                if (order[i].mayMeetLocked()) {
                    return false;
                }
            }
            for (int i = 0; i < enabled; i++) {
                order[i].registerAtMeetingLocked();
            }
            token.arm();
            return true;
        } finally {
            while (locked > 0) {
                locked--;
                meetings[locked].unlock();
            }
        }
    }

    void clearMeetings() {
        for (int i = 0; i < enabled; i++) {
            order[i].clearMeeting();
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < size; i++) {
            SelectorClause clause = all[i];
            if (clause != null) { // another thread may ask while clauses go
                text.append(text.isEmpty() ? "" : ", ").append(clause.end());
            }
        }
        return text.toString();
    }
}
