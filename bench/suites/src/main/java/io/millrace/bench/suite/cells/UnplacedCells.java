package io.millrace.bench.suite.cells;

/** {@link Cells} whose threads run where the scheduler puts them: where that is follows from how a peer waits, and belongs to it. */
public class UnplacedCells extends Cells {

    /** Makes the cells, for JMH. */
    public UnplacedCells() {}

    @Override
    protected boolean isPlaced() {
        return false;
    }
}
