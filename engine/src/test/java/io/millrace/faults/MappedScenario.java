package io.millrace.faults;

import io.millrace.offheap.Ring;

/** The making of a ring within a process in a file: if it fails, neither the file nor its mapping is left. */
final class MappedScenario implements FaultScenario {

    private TestFolder folder;
    private Ring ring;

    @Override
    public String name() {
        return "build of a mapped ring";
    }

    @Override
    public void setUp() throws Exception {
        folder = new TestFolder();
    }

    @Override
    public void operate() {
        ring = Ring.builder().capacity(1024).mapped(folder.path.resolve("ring")).build();
    }

    @Override
    public void check(Throwable thrown) throws Exception {
        if (ring == null) {
            folder.requireNothing(thrown);
            folder.requireNothingOpen();
        }
        folder.delete();
    }
}
