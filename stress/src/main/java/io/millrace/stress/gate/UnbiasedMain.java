package io.millrace.stress.gate;

import java.util.SortedSet;
import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.vm.VMSupport;

/**
 * jcstress without biased locking, where the JVM still has it.
 *
 * <p>jcstress doubles every JVM configuration there, with and without. The code under test uses no monitors, so that the second half of a run would
 * prove what the first has proved.
 */
final class UnbiasedMain {
    private static final String BIASED = "-XX:+UseBiasedLocking";

    private UnbiasedMain() {}

    public static void main(String[] args) throws Exception {
        Options options = new Options(args);
        if (!options.parse()) {
            System.exit(1);
        }
        new Unbiased(options).run();
    }

    /** Has its say where jcstress chooses tests: it knows the JVM's configurations by then, and has not used them. */
    private static final class Unbiased extends JCStress {
        Unbiased(Options options) {
            super(options);
        }

        @Override
        public SortedSet<String> getTests() {
            VMSupport.getAvailableVMConfigs()
                    .removeIf(configuration -> configuration.origArgs().contains(BIASED));
            return super.getTests();
        }
    }
}
