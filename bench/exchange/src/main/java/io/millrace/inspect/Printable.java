package io.millrace.inspect;

/** Text from files of others: a terminal obeys control characters. */
final class Printable {

    private Printable() {}

    /** The text in one line, with escapes for what does not show, and for the backslash that begins one. */
    static String line(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().forEach(character -> {
            if (character == '\\') {
                line.append("\\\\");
            } else if (shows(character)) {
                line.appendCodePoint(character);
            } else {
                line.append(String.format("\\u{%x}", character));
            }
        });
        return line.toString();
    }

    private static boolean shows(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
