package io.millrace.exchange;

import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the constants of an enum by the words that they print as. */
abstract class Labels<E extends Enum<E>> implements ITypeConverter<E> {

    private final List<E> constants;

    Labels(E[] constants) {
        this.constants = List.of(constants);
    }

    @Override
    public E convert(String word) {
        return constants.stream()
                .filter(constant -> constant.toString().equals(word))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + word + "' is not one of " + constants));
    }
}
