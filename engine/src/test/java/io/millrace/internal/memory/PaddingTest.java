package io.millrace.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Words that are written all the time have their cache lines for themselves, whatever order the JVM gives to fields. */
class PaddingTest {

    private static final long LINE = 128;

    @Test
    void noNeighbourObjectReachesTheWord() throws Exception {
        long word = offset(Cursor.class.getSuperclass().getDeclaredField("value"));
        long reference = offset(Cursor.class.getSuperclass().getDeclaredField("guarded"));
        long last =
                pads(Cursor.class).stream().mapToLong(PaddingTest::offset).max().orElseThrow();

        assertThat(Math.min(word, reference)).isGreaterThanOrEqualTo(LINE);
        assertThat(last - Math.max(word + 7, reference + 3)).isGreaterThanOrEqualTo(LINE);
    }

    @Test
    void theReferenceLiesBesideTheWord() throws Exception {
        long word = offset(Cursor.class.getSuperclass().getDeclaredField("value"));
        long reference = offset(Cursor.class.getSuperclass().getDeclaredField("guarded"));

        assertThat(Math.abs(word - reference)).isLessThanOrEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(classes = {SoloSide.class, WaitHints.class})
    void noNeighbourObjectReachesTheWords(Class<?> padded) {
        List<Long> words = new ArrayList<>();
        for (Field field : padded.getSuperclass().getDeclaredFields()) {
            words.add(offset(field));
        }
        long last = pads(padded).stream().mapToLong(PaddingTest::offset).max().orElseThrow();

        assertThat(words).hasSizeGreaterThanOrEqualTo(4).allSatisfy(word -> {
            assertThat(word).isGreaterThanOrEqualTo(LINE);
            assertThat(last - (word + Long.BYTES - 1)).isGreaterThanOrEqualTo(LINE - Integer.BYTES);
        });
    }

    @Test
    void theWordsOfASideLieTogether() {
        long first = Long.MAX_VALUE;
        long last = 0;
        for (Field field : SoloSide.class.getSuperclass().getDeclaredFields()) {
            first = Math.min(first, offset(field));
            last = Math.max(last, offset(field));
        }

        assertThat(last - first).isLessThanOrEqualTo(4 * Long.BYTES);
    }

    private static List<Field> pads(Class<?> type) {
        List<Field> pads = new ArrayList<>();
        for (Field field : type.getDeclaredFields()) {
            if (field.getType() == byte.class) {
                pads.add(field);
            }
        }
        return pads;
    }

    /** Unsafe is the only way to ask for an offset; the library itself does without. */
    @SuppressWarnings({"deprecation", "removal"})
    private static long offset(Field field) {
        try {
            Class<?> unsafeClass = Class.forName("sun.misc.Unsafe");
            Field instance = unsafeClass.getDeclaredField("theUnsafe");
            instance.setAccessible(true);
            return (long)
                    unsafeClass.getMethod("objectFieldOffset", Field.class).invoke(instance.get(null), field);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
