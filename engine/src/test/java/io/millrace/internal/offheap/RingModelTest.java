package io.millrace.internal.offheap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.offheap.RingBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random operations of one thread on tiny rings, compared with a plain list: every length at every place, claims left open, ends. */
class RingModelTest {

    private static final int SEEDS = 400;
    private static final int STEPS = 300;

    /** Which of the rings. */
    record Shape(int capacity, boolean singleProducer, boolean singleConsumer, Memory memory) {}

    /** Where a ring lies. */
    enum Memory {
        HEAP,
        DIRECT,
        MAPPED
    }

    @TempDir
    private static Path folder;

    private static int files;

    static Stream<Shape> shapes() {
        List<Shape> shapes = new ArrayList<>();
        for (int capacity = 64; capacity <= 256; capacity *= 2) {
            for (int roles = 0; roles < 4; roles++) {
                shapes.add(new Shape(capacity, (roles & 1) == 0, (roles & 2) == 0, memory(capacity)));
            }
        }
        return shapes.stream();
    }

    private static Memory memory(int capacity) {
        return switch (capacity) {
            case 64 -> Memory.MAPPED;
            case 128 -> Memory.HEAP;
            default -> Memory.DIRECT;
        };
    }

    static RingBuilder in(Memory memory, RingBuilder builder) {
        return switch (memory) {
            case HEAP -> builder.onHeap();
            case DIRECT -> builder.direct();
            case MAPPED -> builder.mapped(folder.resolve("ring" + files++));
        };
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void aRingBehavesAsAListWhateverTheOrderOfOperations(Shape shape) {
        for (int seed = 0; seed < SEEDS; seed++) {
            RingModel model = new RingModel(shape, seed);
            try {
                model.run(STEPS);
            } catch (Throwable e) {
                throw new AssertionError("seed " + seed + ", after " + model.history(), e);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void everyLengthFitsAtEveryPlaceOfAnEmptyRing(Shape shape) {
        RingModel probe = new RingModel(shape, 0);
        for (int length = 0; length <= probe.maxLength(); length++) {
            for (int place = 0; place < 2 * shape.capacity(); place += 8) {
                RingModel model = new RingModel(shape, length);
                for (int moved = 0; moved < place; moved += 8) {
                    model.send(0);
                    model.receive(1);
                }
                model.send(length);
                model.receive(1);
                assertThat(model.accepted()).isEqualTo(place / 8 + 1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void aMessageThatIsTooLongIsRefusedAndChangesNothing(Shape shape) {
        RingModel model = new RingModel(shape, 1);
        assertThatThrownBy(() -> model.send(model.maxLength() + 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("length is " + (model.maxLength() + 1));
        model.send(model.maxLength());
        model.receive(5);
        assertThat(model.accepted()).isEqualTo(1);
    }
}
