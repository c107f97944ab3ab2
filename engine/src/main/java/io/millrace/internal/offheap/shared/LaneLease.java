package io.millrace.internal.offheap.shared;

import io.millrace.internal.offheap.OwnedLease;

/** A claim of a {@link LaneSender}. */
final class LaneLease extends OwnedLease {

    private final LaneSender sender;

    LaneLease(LaneSender sender) {
        this.sender = sender;
    }

    @Override
    protected String whole() {
        return "the " + sender;
    }

    @Override
    protected void commitEnded() {
        sender.commitClaimed(type(), length());
    }

    @Override
    protected void abortEnded() {
        sender.leaveClaim();
    }

    @Override
    protected void requireWhole() {
        sender.requireNotCutOff();
    }
}
